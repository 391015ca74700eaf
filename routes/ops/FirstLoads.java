package ops;

import org.apache.camel.builder.RouteBuilder;

/** Takes in what providers held before the hub listened, at the pace of hub.loads. Owner: integration platform. */
public class FirstLoads extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:first-loads?period={{hub.ops.first-loads-period}}")
            .routeId("first-loads-run")
            .routeGroup("ops")
            .routeDescription("Records of first loads -> hub.inbox")
            .routeConfigurationId("hub-ops")
            .bean("loadRunner", "run");
    }
}
