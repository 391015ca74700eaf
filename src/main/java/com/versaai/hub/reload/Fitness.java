package com.versaai.hub.reload;

import java.util.List;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;

/**
 * What must not go live although it can: a route that nobody judges when it fails, which would take the same message again and again,
 * and a door beside the border, which asks nobody for a key. Everything else is the lint's to say.
 */
final class Fitness {

    /** Begins with a message that another route, or a kamelet's caller, hands over and answers for. */
    private static final Set<String> INNER = Set.of("direct", "kamelet");
    private static final String SOURCE = "kamelet:hub-";

    private Fitness() {
    }

    /** @throws UnfitRouteException naming the first such route */
    static void check(List<RouteBuilder> builders, boolean kamelet) {
        for (RouteBuilder builder : builders) {
            for (RestDefinition rest : builder.getRestCollection().getRests()) {
                if (!rest.getVerbs().isEmpty()) {
                    throw new UnfitRouteException("rest() lets requests in past the border; describe the operation in openapi/hub.yaml and begin "
                            + "with direct:<operationId>", rest.getLineNumber());
                }
            }
            for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                check(route, String.valueOf(route.getId()), kamelet);
            }
            for (RouteTemplateDefinition template : builder.getRouteTemplateCollection().getRouteTemplates()) {
                check(template.getRoute(), template.getId(), kamelet);
            }
        }
    }

    private static void check(RouteDefinition route, String id, boolean kamelet) {
        if (route.getInput() == null) {
            return;
        }
        String uri = route.getInput().getEndpointUri();
        String scheme = uri.replaceFirst("[:?].*", "");
        int line = route.getInput().getLineNumber() > 0 ? route.getInput().getLineNumber() : route.getLineNumber();
        if (Entrances.SCHEMES.contains(scheme)) {
            throw new UnfitRouteException("route " + id + " begins with " + scheme + ": and lets requests in past the border; describe the operation in "
                    + "openapi/hub.yaml and begin with direct:<operationId>", line);
        }
        boolean judgedByCaller = INNER.contains(scheme) && !uri.startsWith(SOURCE);
        if (!kamelet && !judgedByCaller && route.getRouteConfigurationId() == null && !route.isErrorHandlerFactorySet()) {
            throw new UnfitRouteException("route " + id + " names no error policy: a message it fails on would come again and again; add "
                    + "routeConfigurationId " + (uri.startsWith(SOURCE) ? "hub-events" : "hub-ops"), line);
        }
    }
}
