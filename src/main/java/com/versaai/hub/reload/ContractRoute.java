package com.versaai.hub.reload;

import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.rest.RestDefinition;

/** Names the route that Camel makes of a contract: nothing in {@code rest().openApi()} can, and it would stand without group and text. */
final class ContractRoute extends ModelLifecycleStrategySupport {

    private static final String GROUP = "api";

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        RestDefinition rest = route.getRestDefinition();
        if (rest != null && rest.getOpenApi() != null) {
            route.routeGroup(GROUP);
            route.routeDescription(rest.getOpenApi().getSpecification() + " -> one direct route per operation");
        }
    }
}
