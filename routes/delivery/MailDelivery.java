package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Mail. Owner: integration platform. */
public class MailDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("mail-deliver")
            .prefixId("mail-")
            .parameter("destination", "mail")
            .parameter("concurrency", "1")
            .parameter("call", "kamelet:mail-message-sink");
    }
}
