package delivery;

import org.apache.camel.builder.RouteBuilder;

/** Delivers alerts to Slack, in a queue of their own: they wait for no business message, and none waits for them. Owner: integration platform. */
public class SlackAlertsDelivery extends RouteBuilder {

    @Override
    public void configure() {
        templatedRoute("delivery")
            .routeId("slack-alerts-deliver")
            .prefixId("slack-alerts-")
            .parameter("destination", "slack-alerts")
            .parameter("concurrency", "1")
            .parameter("call", "kamelet:slack-message-sink");
    }
}
