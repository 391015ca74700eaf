package ops;

import org.apache.camel.builder.RouteBuilder;

/** Forgets history older than hub.delivery.history; open deliveries and dead letters stay. Owner: integration platform. */
public class HistoryRetention extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:history-retention?delay=60000&period={{hub.ops.retention-period}}")
            .routeId("history-retention")
            .routeGroup("ops")
            .routeDescription("Deletes receipts, events and finished deliveries that are older than the history")
            .routeConfigurationId("hub-ops")
            .bean("retention", "purge");
    }
}
