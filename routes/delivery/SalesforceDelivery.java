package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Salesforce. Owner: integration platform. */
public class SalesforceDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("salesforce-deliver")
            .prefixId("salesforce-")
            .parameter("destination", "salesforce")
            .parameter("call", "kamelet:salesforce-record-sink");
    }
}
