package events;

import org.apache.camel.builder.RouteBuilder;

/** What Slack says of installations of the app: removed or revoked, its tokens are forgotten. Owner: integration platform. */
public class SlackInstalls extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.slack.event.received&subscriber=slack-installs-end")
            .routeId("slack-installs-end")
            .routeGroup("events")
            .routeDescription("app_uninstalled, tokens_revoked -> the workspace's tokens are forgotten")
            .routeConfigurationId("hub-events")
            .filter(simple("${body.data[eventType]} == 'app_uninstalled' || ${body.data[eventType]} == 'tokens_revoked'"))
                .bean("slackInstallOperations", "ended")
            .end();
    }
}
