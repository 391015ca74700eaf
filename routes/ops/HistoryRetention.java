package ops;

import org.apache.camel.builder.RouteBuilder;

/** Forgets history that is too old or too much; what is open or not acknowledged stays. Owner: integration platform. */
public class HistoryRetention extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:history-retention?delay=60000&period={{hub.ops.retention-period}}")
            .routeId("history-retention")
            .routeGroup("ops")
            .routeDescription("Deletes receipts, events and finished deliveries that are older than the history, or too many")
            .routeConfigurationId("hub-ops")
            .bean("retention", "purge");

        from("timer:topics-retention?delay=60000&period={{hub.ops.retention-period}}")
            .routeId("topics-retention")
            .routeGroup("ops")
            .routeDescription("Deletes the oldest acknowledged records of topics that are too large")
            .routeConfigurationId("hub-ops")
            .bean("topicTrim", "trim");

        from("timer:positions?delay=5000&period={{hub.ops.positions-period}}")
            .routeId("positions-remember")
            .routeGroup("ops")
            .routeDescription("Writes down how far every group has read, and how old what waits is")
            .routeConfigurationId("hub-ops")
            .bean("positions", "remember")
            .bean("waitingRecords", "tell");
    }
}
