package api;

import org.apache.camel.builder.RouteBuilder;

/** The contract: every operation of openapi/hub.yaml lands on direct:<operationId>. Owner: integration platform. */
public class HubApi extends RouteBuilder {

    @Override
    public void configure() {
        // Each operation's own route has the error policy; so a request may outlive this one, when the contract is reloaded.
        errorHandler(noErrorHandler());
        rest().openApi()
            .routeId("hub-api")
            .specification("openapi/hub.yaml")
            .missingOperation("fail");
    }
}
