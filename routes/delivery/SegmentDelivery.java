package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Segment. Owner: integration platform. */
public class SegmentDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("segment-deliver")
            .prefixId("segment-")
            .parameter("destination", "segment")
            .parameter("call", "kamelet:segment-event-sink");
    }
}
