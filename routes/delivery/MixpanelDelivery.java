package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Mixpanel. Owner: integration platform. */
public class MixpanelDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("mixpanel-deliver")
            .prefixId("mixpanel-")
            .parameter("destination", "mixpanel")
            .parameter("call", "kamelet:mixpanel-event-sink");
    }
}
