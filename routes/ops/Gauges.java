package ops;

import org.apache.camel.builder.RouteBuilder;

/** Keeps the numbers of queues, parked deliveries and dead letters fresh for metrics. Owner: integration platform. */
public class Gauges extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:gauges?period={{hub.ops.gauges-period}}")
            .routeId("gauges-refresh")
            .routeGroup("ops")
            .routeDescription("Reads backlog, parked and dead letters per destination")
            .routeConfigurationId("hub-ops")
            .bean("clockWatch", "look")
            .bean("busWatch", "look")
            .bean("integrations", "refresh");
    }
}
