package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Amplitude. Owner: integration platform. */
public class AmplitudeDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("amplitude-deliver")
            .prefixId("amplitude-")
            .parameter("destination", "amplitude")
            .parameter("call", "kamelet:amplitude-event-sink");
    }
}
