package api;

import org.apache.camel.builder.RouteBuilder;

/** What the hub says about its own routes. Owner: integration platform. */
public class RoutesApi extends RouteBuilder {

    @Override
    public void configure() {
        answer("lintRoutes", "routes-lint", "GET /api/v1/routes/lint", "routesLint");
        answer("routeProblems", "route-problems-list", "GET /api/v1/routes/problems", "routeStatus");
        answer("dryRunRoute", "route-dry-run", "POST /api/v1/routes/{routeId}/dry-run", "dryRuns");
        answer("dryRunSource", "source-dry-run", "POST /api/v1/sources/{source}/dry-run", "dryRuns");
        answer("tryRoutes", "routes-try", "POST /api/v1/routes/try", "dryRuns");
        answer("listTraces", "traces-list", "GET /api/v1/traces", "traceOperations");
        answer("setTraces", "traces-set", "PUT /api/v1/traces", "traceOperations");
        answer("getEventTrace", "event-trace-get", "GET /api/v1/events/{id}/trace", "traceOperations");
        answer("sampleEvent", "route-sample-get", "GET /api/v1/routes/sample", "dryRuns");
    }

    /** Every operation is the method of the same name of a bean, answered as JSON. */
    private void answer(String operation, String routeId, String what, String bean) {
        from("direct:" + operation)
            .routeId(routeId)
            .routeGroup("api")
            .routeDescription(what)
            .routeConfigurationId("hub-request")
            .setBody(method(bean, operation))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"));
    }
}
