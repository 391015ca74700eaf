package com.versaai.hub.reload;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.support.PatternHelper;

/**
 * What a file adds to the hub, by id.
 *
 * @param contract       whether it maps a contract's operations to routes, which must be there before
 * @param routes         those made from a template too
 * @param templates      route templates, a kamelet's among them
 * @param configurations error policies
 * @param forms          of its routes, what tells one from another of the same id
 * @param inputs         what its routes begin with, by their ids
 * @param uses           kamelets, templates and error policies that a route rests on, by its id; by "" those of its templates
 */
record Content(boolean contract, Set<String> routes, Set<String> templates, Set<String> configurations, Map<String, String> forms,
               Map<String, String> inputs, Map<String, Set<String>> uses) {

    /**
     * Of configured builders.
     *
     * @throws IllegalArgumentException naming a route without an id
     */
    static Content of(List<RouteBuilder> builders) {
        boolean contract = builders.stream().anyMatch(builder -> !builder.getRestCollection().getRests().isEmpty());
        Content content = new Content(contract, new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new HashMap<>(),
                new HashMap<>(), new HashMap<>());
        for (RouteBuilder builder : builders) {
            for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                content.addRoute(route.getId(), "from(\"" + route.getInput().getEndpointUri() + "\")");
                content.forms.put(route.getId(), form(route));
                content.uses.put(route.getId(), uses(route));
                content.inputs.put(route.getId(), route.getInput().getEndpointUri());
            }
            for (TemplatedRouteDefinition route : builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
                content.addRoute(route.getRouteId(), "templatedRoute(\"" + route.getRouteTemplateRef() + "\")");
                content.forms.put(route.getRouteId(), form(route));
                content.uses.put(route.getRouteId(), uses(route));
            }
            for (RestDefinition rest : builder.getRestCollection().getRests()) {
                content.addRoute(rest.getOpenApi() == null ? rest.getId() : rest.getOpenApi().getRouteId(), "rest()");
            }
            for (RouteTemplateDefinition template : builder.getRouteTemplateCollection().getRouteTemplates()) {
                content.templates.add(template.getId());
                content.uses.computeIfAbsent("", unused -> new HashSet<>()).addAll(uses(template.getRoute()));
            }
            if (builder instanceof RouteConfigurationBuilder configurations) {
                for (RouteConfigurationDefinition one : configurations.getRouteConfigurationCollection().getRouteConfigurations()) {
                    content.configurations.add(one.getId());
                }
            }
        }
        return content;
    }

    /** Without what its error policy puts before its steps, once it is there. */
    private static String form(RouteDefinition route) {
        return route.getInput() + " -> " + route.getOutputs().stream().filter(output -> !output.isAbstract()).toList();
    }

    private static String form(TemplatedRouteDefinition route) {
        Map<String, String> parameters = new TreeMap<>();
        if (route.getParameters() != null) {
            route.getParameters().forEach(parameter -> parameters.put(parameter.getName(), parameter.getValue()));
        }
        return route.getRouteTemplateRef() + parameters;
    }

    /** Routes that say the same in another edition of the file, and call nothing of what changes. */
    Set<String> sameIn(Content other, Set<String> changing) {
        Set<String> same = new LinkedHashSet<>(routes);
        same.removeIf(id -> forms.get(id) == null || !forms.get(id).equals(other.forms.get(id)) || changing.stream().anyMatch(name -> calls(id, name)));
        return same;
    }

    private static Set<String> uses(RouteDefinition route) {
        Set<String> names = kamelets(form(route));
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), KameletDefinition.class)
                .forEach(one -> names.add(one.getName().replaceFirst("[/?].*", "")));
        if (route.getRouteConfigurationId() != null) {
            names.addAll(List.of(route.getRouteConfigurationId().split("\\s*,\\s*")));
        }
        return names;
    }

    private static Set<String> uses(TemplatedRouteDefinition route) {
        Set<String> names = kamelets(form(route));
        names.add(route.getRouteTemplateRef());
        return names;
    }

    private static Set<String> kamelets(String form) {
        Set<String> uris = new HashSet<>();
        References.addKamelets(form, uris);
        return uris.stream().map(uri -> uri.substring(References.KAMELET.length())).collect(Collectors.toCollection(HashSet::new));
    }

    /** Whether a file rests on what goes by that name: by its text, or by what its routes became. */
    static boolean rests(RouteUnit unit, Content content, String name) {
        return unit.names(name) || content != null && content.uses.values().stream().anyMatch(used -> one(used, name));
    }

    /** Whether that route rests on it: a loop over connectors names in its text none of their kamelets. */
    private boolean calls(String route, String name) {
        return one(uses.getOrDefault(route, Set.of()), name);
    }

    /** Error policies are named by patterns too. */
    private static boolean one(Set<String> used, String name) {
        return used.contains(name) || used.stream().anyMatch(pattern -> pattern.endsWith("*") && PatternHelper.matchPattern(name, pattern));
    }

    /** Without those routes, which stay as they are. */
    Content without(Set<String> kept) {
        Set<String> rest = new LinkedHashSet<>(routes);
        rest.removeAll(kept);
        return new Content(contract, rest, templates, configurations, forms, inputs, uses);
    }

    private void addRoute(String id, String what) {
        if (id == null) {
            throw new IllegalArgumentException(what + " has no routeId");
        }
        if (!routes.add(id)) {
            throw new IllegalArgumentException("routeId " + id + " is given twice in this file");
        }
    }

    /** Runs {@code configure()} and {@code configuration()} of new builders; nothing is added anywhere. */
    static void configure(List<RouteBuilder> builders, CamelContext context) throws Exception {
        for (RouteBuilder builder : builders) {
            builder.setCamelContext(context);
            if (builder instanceof RouteConfigurationBuilder configurations) {
                configurations.configuration();
            }
            builder.configureRoutes(context);
        }
    }

    /** What other files can rest on, in the words they use for it. */
    Set<String> provides() {
        Set<String> names = new LinkedHashSet<>(templates);
        names.addAll(configurations);
        return names;
    }
}
