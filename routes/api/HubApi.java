package api;

import org.apache.camel.builder.RouteBuilder;

/** The contract: every operation of openapi/hub.yaml lands on direct:<operationId>. Owner: integration platform. */
public class HubApi extends RouteBuilder {

    @Override
    public void configure() {
        rest().openApi()
            .routeId("hub-api")
            .specification("openapi/hub.yaml")
            .missingOperation("fail");
    }
}
