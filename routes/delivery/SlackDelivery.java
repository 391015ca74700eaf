package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers what is queued for Slack. Owner: integration platform. */
public class SlackDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("slack-deliver")
            .prefixId("slack-")
            .parameter("destination", "slack")
            .parameter("concurrency", "1")
            .parameter("call", "kamelet:slack-message-sink");
    }
}
