package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for HubSpot. Owner: integration platform. */
public class HubspotDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("hubspot-deliver")
            .prefixId("hubspot-")
            .parameter("destination", "hubspot")
            .parameter("call", "kamelet:hubspot-object-sink");
    }
}
