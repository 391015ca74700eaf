package com.versaai.hub.lint;

import com.versaai.hub.lint.Endpoint.Direction;
import com.versaai.hub.lint.Route.Form;
import com.versaai.hub.lint.Route.Mention;
import com.versaai.hub.reload.LatePlans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.NamedNode;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/** Turns Camel's model into what the rules look at. */
final class RouteReader {

    private final Model model;
    private final Placeholders placeholders;
    private final SourceLocations locations;

    RouteReader(Model model, Placeholders placeholders, List<LintedFile> files) {
        this.model = model;
        this.placeholders = placeholders;
        this.locations = new SourceLocations(files);
    }

    /** Routes and the templates of routes; what Camel makes of kamelets is linted as a file. */
    List<Route> routes(Set<String> kamelets) {
        List<Route> routes = new ArrayList<>();
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            if (!Boolean.TRUE.equals(route.isKamelet())) {
                routes.add(route(route, route.getRouteId(), form(route), parameters(route)));
            }
        }
        for (RouteTemplateDefinition template : List.copyOf(model.getRouteTemplateDefinitions())) {
            if (!kamelets.contains(template.getId()) && !locations.isKamelet(template.getResource())) {
                routes.add(route(template.getRoute(), template.getId(), Form.TEMPLATE, defaults(template)));
            }
        }
        return routes;
    }

    /** Steps that plan deliveries when the event does not wait for them any more, over all routes that run. */
    List<Mention> late() {
        List<RouteDefinition> written = model.getRouteDefinitions().stream().filter(route -> !Boolean.TRUE.equals(route.isKamelet())).toList();
        return LatePlans.of(written).stream().map(late -> new Mention(late.why(), place(late.step(), late.routeId()))).toList();
    }

    private static Form form(RouteDefinition route) {
        if (Boolean.TRUE.equals(route.isRest())) {
            return Form.REST;
        }
        return Boolean.TRUE.equals(route.isTemplate()) ? Form.INSTANCE : Form.ROUTE;
    }

    /** Names that stand for themselves in the text of a template. */
    List<String> templateParameters() {
        return model.getRouteTemplateDefinitions().stream().flatMap(template -> parameters(template).stream())
                .map(RouteTemplateParameterDefinition::getName).distinct().toList();
    }

    List<Policy> policies() {
        List<Policy> policies = new ArrayList<>();
        for (RouteConfigurationDefinition kind : List.copyOf(model.getRouteConfigurationDefinitions())) {
            StepReader steps = new StepReader(placeholders, Map.of(), node -> place(node, null));
            kind.getOnExceptions().forEach(steps::read);
            kind.getOnCompletions().forEach(steps::read);
            kind.getIntercepts().forEach(steps::read);
            kind.getInterceptFroms().forEach(steps::read);
            kind.getInterceptSendTos().forEach(steps::read);
            policies.add(new Policy(kind.getId(), steps.outputs(), steps.references()));
        }
        return policies;
    }

    private Route route(RouteDefinition definition, String id, Form form, Map<String, String> local) {
        FromDefinition from = definition.getInput();
        Place place = place(from, id);
        Endpoint input = from == null || from.getEndpointUri() == null ? null
                : Endpoint.of(placeholders.replaced(from.getEndpointUri(), local), Direction.CONSUMER, place);
        StepReader steps = new StepReader(placeholders, local, node -> place(node, id));
        Set<OnExceptionDefinition> ofPolicy = model.getRouteConfigurationDefinitions().stream()
                .flatMap(kind -> kind.getOnExceptions().stream()).collect(Collectors.toSet());
        for (ProcessorDefinition<?> step : List.copyOf(definition.getOutputs())) {
            // Camel puts the policy's own steps into every route it starts.
            if (!(step instanceof OnExceptionDefinition onException && ofPolicy.contains(onException))) {
                steps.read(step);
            }
        }
        boolean noErrorHandler = definition.isErrorHandlerFactorySet()
                && definition.getErrorHandlerFactory() instanceof NoErrorHandlerDefinition;
        return new Route(id, form, definition.getGroup(), definition.getDescription(), definition.getRouteConfigurationId(),
                definition.hasCustomIdAssigned(), noErrorHandler, input, steps.outputs(), steps.references(), steps.expressions(), place);
    }

    private Place place(NamedNode node, String routeId) {
        return locations.of(node, routeId).ofRoute(routeId);
    }

    private static Map<String, String> parameters(RouteDefinition route) {
        Map<String, String> local = new LinkedHashMap<>();
        if (route.getTemplateParameters() != null) {
            route.getTemplateParameters().forEach((name, value) -> local.put(name, String.valueOf(value)));
        }
        return local;
    }

    private static Map<String, String> defaults(RouteTemplateDefinition template) {
        Map<String, String> local = new LinkedHashMap<>();
        // Without a default it stands for itself, not for a setting that happens to have its name.
        parameters(template).forEach(parameter -> local.put(parameter.getName(),
                parameter.getDefaultValue() == null ? "{{" + parameter.getName() + "}}" : parameter.getDefaultValue()));
        return local;
    }

    private static List<RouteTemplateParameterDefinition> parameters(RouteTemplateDefinition template) {
        return template.getTemplateParameters() == null ? List.of() : template.getTemplateParameters();
    }
}
