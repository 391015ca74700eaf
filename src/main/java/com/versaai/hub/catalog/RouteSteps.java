package com.versaai.hub.catalog;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * What the steps of one route do that others notice. Kamelets are looked into, with the parameters the route gives them, so that
 * a topic inside a kamelet counts like one in the route.
 *
 * <p>Two words of the hub are known here, because they decide over a record's topic: {@code kamelet:hub-publish-sink} (the event's
 * type or the delivery's destination does) and {@code deliveryPlan} (the planned actions do).
 */
final class RouteSteps {

    private static final Pattern PLANNED = Pattern.compile("add\\([^,]*,\\s*'([^']*)'\\s*,\\s*'([^']*)'\\s*(?:,\\s*'(.*)'\\s*)?\\)");
    private static final Pattern COMPUTED = Pattern.compile("\\$\\{[^}]*}");
    /** What {@code hub-publish-sink} names, which are no topics. */
    private static final String SOME_EVENT = "hub.events";
    private static final String SOME_DELIVERY = "hub.deliveries";
    /** Kamelets may use kamelets, but none that uses itself could run. */
    private static final int DEEPEST = 8;

    private final ModelCamelContext context;
    private final Set<String> consumes = new LinkedHashSet<>();
    private final Set<String> produces = new LinkedHashSet<>();
    private final Set<String> onFailure = new LinkedHashSet<>();
    private final Set<String> kamelets = new LinkedHashSet<>();
    private final Set<Plan> plans = new LinkedHashSet<>();
    private boolean outward;
    private boolean planDecides;

    private RouteSteps(ModelCamelContext context) {
        this.context = context;
    }

    /** An action that a route plans. */
    record Plan(String to, String action, String why) {
    }

    /** Where in the model a step stands. */
    private record Place(Map<String, String> parameters, boolean failure, int depth) {
    }

    /** Reads a route and the error policy it names. */
    static RouteSteps of(ModelCamelContext context, RouteDefinition route) {
        RouteSteps steps = new RouteSteps(context);
        Map<String, String> parameters = parametersOf(route);
        Place place = new Place(parameters, false, 0);
        if (route.getInput() != null) {
            steps.from(route.getInput().getEndpointUri(), place);
        }
        steps.through(route.getOutputs(), place);
        if (route.getRouteConfigurationId() != null) {
            for (String policy : route.getRouteConfigurationId().split(",")) {
                var configuration = context.getRouteConfigurationDefinition(policy.strip());
                if (configuration != null) {
                    configuration.getOnExceptions().forEach(handler -> steps.through(List.of(handler), place));
                }
            }
        }
        return steps;
    }

    /** Reads a kamelet by itself. */
    static RouteSteps of(ModelCamelContext context, RouteTemplateDefinition kamelet) {
        RouteSteps steps = new RouteSteps(context);
        steps.template(kamelet, Map.of(), true, new Place(Map.of(), false, 0));
        return steps;
    }

    /** The parameters that a template's instance was made with. */
    static Map<String, String> parametersOf(RouteDefinition route) {
        Map<String, String> parameters = new HashMap<>();
        if (route.getTemplateParameters() != null) {
            route.getTemplateParameters().forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        }
        return parameters;
    }

    List<String> consumes() {
        return List.copyOf(consumes);
    }

    List<String> produces() {
        return decided(produces);
    }

    List<String> onFailure() {
        Set<String> only = new LinkedHashSet<>(onFailure);
        only.removeAll(produces);
        return decided(only);
    }

    List<String> kamelets() {
        return List.copyOf(kamelets);
    }

    List<Plan> plans() {
        return List.copyOf(plans);
    }

    boolean outward() {
        return outward;
    }

    private List<String> decided(Set<String> names) {
        return names.stream().filter(name -> !(planDecides && name.equals(SOME_DELIVERY)))
                .map(name -> name.equals(SOME_EVENT) ? Catalog.ANY_EVENT : name)
                .map(name -> name.equals(SOME_DELIVERY) ? Catalog.ANY_DELIVERY : name).toList();
    }

    private void from(String uri, Place place) {
        Address address = address(uri, place);
        if (address.kamelet() != null) {
            kamelet(address, true, place);
        } else if (!address.scheme().equals("kamelet")) {
            outward |= place.depth > 0 && address.outside();
            address.names().forEach(name -> consumes.add(resolved(name)));
        }
    }

    private void to(String uri, Place place) {
        Address address = address(uri, place);
        if (address.kamelet() != null) {
            kamelet(address, false, place);
        } else if (address.internal()) {
            address.names().forEach(name -> (place.failure ? onFailure : produces).add(resolved(name)));
        } else {
            outward |= address.outside();
        }
    }

    /** An address that begins with a setting ({@code {{baseUrl}}/events}) is known by what the setting says. */
    private Address address(String uri, Place place) {
        String filled = Address.filled(uri, place.parameters);
        int query = filled.indexOf('?');
        String endpoint = query < 0 ? filled : filled.substring(0, query);
        return Address.of(endpoint.startsWith("{{") ? configured(endpoint) + filled.substring(endpoint.length()) : filled, Map.of());
    }

    private void kamelet(Address address, boolean source, Place place) {
        kamelets.add(address.kamelet());
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(address.kamelet());
        if (template != null && place.depth < DEEPEST) {
            template(template, address.parameters(), source, place);
        }
    }

    private void template(RouteTemplateDefinition template, Map<String, String> given, boolean source, Place place) {
        Map<String, String> parameters = new HashMap<>();
        if (template.getTemplateParameters() != null) {
            for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
                if (parameter.getDefaultValue() != null) {
                    parameters.put(parameter.getName(), parameter.getDefaultValue());
                }
            }
        }
        parameters.putAll(given);
        Place inside = new Place(parameters, place.failure, place.depth + 1);
        if (source && template.getRoute().getInput() != null) {
            from(template.getRoute().getInput().getEndpointUri(), inside);
        }
        through(template.getRoute().getOutputs(), inside);
    }

    private void through(List<ProcessorDefinition<?>> steps, Place place) {
        for (ProcessorDefinition<?> step : steps) {
            boolean handler = step instanceof OnExceptionDefinition || step instanceof CatchDefinition;
            Place here = handler ? new Place(place.parameters, true, place.depth) : place;
            step(step, here);
            through(step.getOutputs(), here);
            if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
                through(breaker.getOnFallback().getOutputs(), new Place(place.parameters, true, place.depth));
            }
        }
    }

    private void step(ProcessorDefinition<?> step, Place place) {
        if (step instanceof EndpointRequiredDefinition send) {
            to(send.getEndpointUri(), place);
        } else if (step instanceof ToDynamicDefinition send) {
            to(send.getUri(), place);
        } else if (step instanceof KameletDefinition kamelet) {
            to("kamelet:" + kamelet.getName(), place);
        } else if (step instanceof BeanDefinition bean) {
            call(bean.getRef(), bean.getMethod(), place);
        } else if (step instanceof ExpressionNode node) {
            ExpressionDefinition expression = node.getExpression();
            if (expression instanceof MethodCallExpression method) {
                call(method.getRef(), method.getMethod(), place);
            } else if ((node instanceof EnrichDefinition || node instanceof PollEnrichDefinition) && expression instanceof ConstantExpression fixed) {
                to(fixed.getExpression(), place);
            }
        }
    }

    private void call(String bean, String method, Place place) {
        if ("deliveryPlan".equals(bean)) {
            planDecides = true;
            Matcher add = PLANNED.matcher(method == null ? "" : Address.filled(method, place.parameters));
            if (add.matches()) {
                plans.add(new Plan(add.group(1), add.group(2), add.group(3)));
            }
        }
    }

    /** Only a name is looked up in the configuration, never a parameter; what a message decides is {@code *}. */
    private String resolved(String written) {
        String name = COMPUTED.matcher(written).replaceAll("*");
        return name.contains("{{") ? configured(name) : name;
    }

    private String configured(String written) {
        try {
            return context.resolvePropertyPlaceholders(written);
        } catch (IllegalArgumentException e) {
            return written; // the route itself could not have started; shown as it is written
        }
    }
}
