package api;

import org.apache.camel.builder.RouteBuilder;

/** Deliveries, dead letters and integrations over HTTP. Owner: integration platform. */
public class OperationsApi extends RouteBuilder {

    @Override
    public void configure() {
        answer("listDeliveries", "deliveries-list", "GET /api/v1/deliveries", 200);
        answer("listIntegrations", "integrations-list", "GET /api/v1/integrations", 200);
        answer("listDeadLetters", "dead-letters-list", "GET /api/v1/dead-letters", 200);
        answer("getDeadLetter", "dead-letter-get", "GET /api/v1/dead-letters/{id}", 200);
        answer("editDeadLetter", "dead-letter-edit", "PUT /api/v1/dead-letters/{id}/payload", 200);
        answer("replayDeadLetter", "dead-letter-replay", "POST /api/v1/dead-letters/{id}/replay", 202);
        answer("discardDeadLetter", "dead-letter-discard", "POST /api/v1/dead-letters/{id}/discard", 200);
        answer("actOnDeadLetters", "dead-letters-act", "POST /api/v1/dead-letters", 200);
    }

    /** Every operation is the bean's method of the same name, answered as JSON. */
    private void answer(String operation, String routeId, String what, int status) {
        from("direct:" + operation)
            .routeId(routeId)
            .routeGroup("api")
            .routeDescription(what)
            .routeConfigurationId("hub-request")
            .setBody(method("operations", operation))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("CamelHttpResponseCode", constant(status));
    }
}
