package ops;

import org.apache.camel.builder.RouteBuilder;

/** Tells the first of what is alike at once, the rest as a number when their window (hub.alerts.window) is over. Owner: integration platform. */
public class Alerts extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:alerts?period={{hub.ops.alerts-period}}")
            .routeId("alerts-tell")
            .routeGroup("ops")
            .routeDescription("Counted failures and ended windows -> system.alert")
            .routeConfigurationId("hub-ops")
            .setBody(method("alertGroups", "due"))
            .filter(simple("${body.size} > 0"))
                .to("kafka:hub.events.system.alert")
                .bean("alertGroups", "told")
            .end();
    }
}
