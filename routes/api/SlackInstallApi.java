package api;

import org.apache.camel.builder.RouteBuilder;

/** Who has installed the Slack app, and links to install it by, over HTTP. Owner: integration platform. */
public class SlackInstallApi extends RouteBuilder {

    @Override
    public void configure() {
        answer("listSlackInstallations", "slack-installations-list", "GET /api/v1/slack/installations", 200);
        answer("createSlackInstallLink", "slack-install-link-create", "POST /api/v1/slack/installations/links", 201);

        from("direct:deleteSlackInstallation")
            .routeId("slack-installation-delete")
            .routeGroup("api")
            .routeDescription("DELETE /api/v1/slack/installations/{id}")
            .routeConfigurationId("hub-request")
            .bean("slackInstallOperations", "deleteSlackInstallation")
            .removeHeaders("*")
            .setBody(constant(null))
            .setHeader("CamelHttpResponseCode", constant(204));
    }

    private void answer(String operation, String routeId, String what, int status) {
        from("direct:" + operation)
            .routeId(routeId)
            .routeGroup("api")
            .routeDescription(what)
            .routeConfigurationId("hub-request")
            .setBody(method("slackInstallOperations", operation))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("CamelHttpResponseCode", constant(status));
    }
}
