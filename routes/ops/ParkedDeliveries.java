package ops;

import org.apache.camel.builder.RouteBuilder;

/** Brings parked deliveries back into their queues when they are due. Owner: integration platform. */
public class ParkedDeliveries extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:parked-deliveries?period={{hub.ops.parking-period}}")
            .routeId("parked-deliveries-requeue")
            .routeGroup("ops")
            .routeDescription("Due parked deliveries -> hub.deliveries.<destination>")
            .routeConfigurationId("hub-ops")
            .setBody(method("parking", "due"))
            .filter(simple("${body.size} > 0"))
                .to("kamelet:hub-publish-sink?of=deliveries")
                .bean("parking", "queued")
            .end();
    }
}
