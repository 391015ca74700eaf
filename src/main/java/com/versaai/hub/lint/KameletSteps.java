package com.versaai.hub.lint;

import com.versaai.hub.lint.Endpoint.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads endpoints and bean names out of a kamelet's template, in the order they stand there. */
final class KameletSteps {

    private static final Map<String, Direction> ENDPOINTS = Map.of("from", Direction.CONSUMER, "poll", Direction.CONSUMER,
            "pollEnrich", Direction.CONSUMER, "to", Direction.PRODUCER, "toD", Direction.PRODUCER, "wireTap", Direction.PRODUCER,
            "enrich", Direction.PRODUCER, "recipientList", Direction.PRODUCER);
    private static final Set<String> BEANS = Set.of("bean", "process", "method");

    private final Place file;
    private final Placeholders placeholders;
    private final Map<String, String> defaults;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Route.Mention> references = new ArrayList<>();

    KameletSteps(Place file, Placeholders placeholders, Map<String, String> defaults) {
        this.file = file;
        this.placeholders = placeholders;
        this.defaults = defaults;
    }

    List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    List<Route.Mention> references() {
        return List.copyOf(references);
    }

    void read(YamlNode template) {
        List<String> ownBeans = template.at("beans").items().stream().map(bean -> bean.at("name").text()).toList();
        step("", template);
        references.removeIf(reference -> ownBeans.contains(reference.text()));
    }

    private void step(String key, YamlNode node) {
        Direction direction = ENDPOINTS.get(key);
        if (direction != null) {
            endpoint(node, direction);
        }
        YamlNode bean = node.at("ref");
        if (BEANS.contains(key) && !bean.missing()) {
            references.add(new Route.Mention(placeholders.replaced(bean.text(), defaults), file.at(bean.line())));
        }
        node.entries().forEach(this::step);
        node.items().forEach(item -> step("", item));
    }

    private void endpoint(YamlNode node, Direction direction) {
        YamlNode uri = uri(node);
        if (uri.text().isEmpty()) {
            return;
        }
        StringBuilder whole = new StringBuilder(uri.text());
        node.at("parameters").entries().forEach((name, value) -> whole.append(whole.indexOf("?") < 0 ? '?' : '&').append(name).append('=')
                .append(value.text().replace("%", "%25").replace("&", "%26").replace("+", "%2B")));
        endpoints.add(Endpoint.of(placeholders.replaced(whole.toString(), defaults), direction, file.at(uri.line())));
    }

    /** {@code to: "x"}, {@code to: {uri: "x"}} or {@code enrich: {constant: "x"}}. */
    private static YamlNode uri(YamlNode node) {
        for (YamlNode candidate : List.of(node, node.at("uri"), node.at("constant"), node.at("simple"), node.at("expression", "constant"),
                node.at("expression", "simple"))) {
            if (!candidate.text().isEmpty()) {
                return candidate;
            }
        }
        return node.at("uri");
    }
}
