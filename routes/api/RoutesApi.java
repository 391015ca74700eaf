package api;

import org.apache.camel.builder.RouteBuilder;

/** What the hub says about its own routes. Owner: integration platform. */
public class RoutesApi extends RouteBuilder {

    @Override
    public void configure() {
        answer("routesLint", "lintRoutes", "routes-lint", "GET /api/v1/routes/lint", 200);
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
