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

        job("listDeadLetterJobs", "dead-letter-jobs-list", "GET /api/v1/dead-letters/jobs", 200);
        job("getDeadLetterJob", "dead-letter-job-get", "GET /api/v1/dead-letters/jobs/{id}", 200);
        job("stopDeadLetterJob", "dead-letter-job-stop", "POST /api/v1/dead-letters/jobs/{id}/stop", 202);
        job("resumeDeadLetterJob", "dead-letter-job-resume", "POST /api/v1/dead-letters/jobs/{id}/resume", 202);

        answer("loadOperations", "listLoads", "loads-list", "GET /api/v1/loads", 200);
        answer("loadOperations", "getLoad", "load-get", "GET /api/v1/loads/{id}", 200);
        answer("loadOperations", "stopLoad", "load-stop", "POST /api/v1/loads/{id}/stop", 202);
        answer("loadOperations", "resumeLoad", "load-resume", "POST /api/v1/loads/{id}/resume", 202);

        from("direct:startLoad")
            .routeId("load-start")
            .routeGroup("api")
            .routeDescription("POST /api/v1/loads -> a job (ops/FirstLoads.java)")
            .routeConfigurationId("hub-request")
            .setBody(method("loadOperations", "startLoad"))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("Location", simple("/api/v1/loads/${exchangeProperty.load}"))
            .setHeader("CamelHttpResponseCode", constant(202));

        from("direct:actOnDeadLetters")
            .routeId("dead-letters-act")
            .routeGroup("api")
            .routeDescription("POST /api/v1/dead-letters -> a job (ops/DeadLetterJobs.java)")
            .routeConfigurationId("hub-request")
            .setBody(method("deadLetterOperations", "actOnDeadLetters"))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("Location", simple("/api/v1/dead-letters/jobs/${exchangeProperty.job}"))
            .setHeader("CamelHttpResponseCode", constant(202));

        from("direct:deleteDeadLetterJob")
            .routeId("dead-letter-job-delete")
            .routeGroup("api")
            .routeDescription("DELETE /api/v1/dead-letters/jobs/{id}")
            .routeConfigurationId("hub-request")
            .bean("deadLetterOperations", "deleteDeadLetterJob")
            .removeHeaders("*")
            .setBody(constant(null))
            .setHeader("CamelHttpResponseCode", constant(204));
    }

    private void answer(String operation, String routeId, String what, int status) {
        answer("operations", operation, routeId, what, status);
    }

    private void job(String operation, String routeId, String what, int status) {
        answer("deadLetterOperations", operation, routeId, what, status);
    }

    /** Every operation is the bean's method of the same name, answered as JSON. */
    private void answer(String bean, String operation, String routeId, String what, int status) {
        from("direct:" + operation)
            .routeId(routeId)
            .routeGroup("api")
            .routeDescription(what)
            .routeConfigurationId("hub-request")
            .setBody(method(bean, operation))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("CamelHttpResponseCode", constant(status));
    }
}
