package api;

import org.apache.camel.builder.RouteBuilder;

/**
 * Messages that the product posts to Slack and waits for. Owner: integration platform.
 *
 * <p>Whatever ends in between, the key stays claimed: a message is sent at most once under it.
 */
public class SlackApi extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:postSlackMessage")
            .routeId("slack-message-post")
            .routeGroup("api")
            .routeDescription("POST /api/v1/slack/messages -> claim the key, wait for the channel's turn, chat.postMessage")
            .routeConfigurationId("hub-request")
            .bean("directMessages", "accept")
            .choice()
                .when(exchangeProperty("hubDirect").isNotNull())
                    .to("direct:slack-message-call")
            .end()
            .bean("directMessages", "write");

        from("direct:slack-message-call")
            .routeId("slack-message-call")
            .routeGroup("api")
            .routeDescription("The call that somebody waits for, and what came of it")
            .routeConfigurationId("hub-direct")
            // Not by an incoming webhook: those answer no ts.
            .to("kamelet:slack-message-sink?webhooks=false&account={{hub.delivery.destinations.slack.account:slack}}")
            .bean("directMessages", "answered");
    }
}
