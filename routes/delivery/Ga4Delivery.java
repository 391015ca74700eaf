package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Google Analytics 4. Owner: integration platform. */
public class Ga4Delivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("ga4-deliver")
            .prefixId("ga4-")
            .parameter("destination", "ga4")
            .parameter("call", "kamelet:ga4-event-sink");
    }
}
