package com.versaai.hub.lint;

import com.versaai.hub.engine.Topics;
import com.versaai.hub.reload.Entrances;
import com.versaai.hub.lint.Route.Form;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * Headers steer Camel, so nothing enters or leaves but through a border that has an allow-list: HTTP by the contract, Kafka by the
 * hub's own consumers, providers by kamelets that drop Camel's headers before they call.
 */
final class BorderRule implements Rule {

    /** Of an answer they let in the type of its body, the other one also how many rows it has and where the next are: less than the allow-list. */
    private static final Set<String> NARROWER = Set.of("#answerType", "#answerPage");
    private static final String NAME = "border";
    private static final Set<String> HTTP_IN = Entrances.SCHEMES;
    private static final Set<String> HTTP_OUT = Set.of("http", "https", "netty-http", "vertx-http", "undertow", "jetty", "rest",
            "rest-openapi");
    /** Of the hub itself, with a filter of its own. */
    private static final Set<String> OWN = Set.of("kafka", "kamelet");
    /** What redirects an HTTP call; the last two have another beginning than CamelHttp. */
    private static final List<String> STEERING = List.of("CamelHttpUri", "CamelHttpPath", "CamelHttpQuery", "CamelHttpMethod",
            "CamelRestHttpUri", "CamelRestHttpQuery");
    private static final String CONTRACT = "Describe the operation in openapi/hub.yaml, with its x-scope, and begin the route with direct:<operationId>.";

    private final CamelCatalog catalog;

    BorderRule(CamelCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        for (Route route : subject.routes()) {
            if (route.form() != Form.REST) {
                route.endpoints().forEach(use -> {
                    entry(use, found);
                    outside(use, found);
                });
                kafkaConsumers(route, found);
            }
        }
        subject.policies().forEach(policy -> policy.outputs().forEach(use -> outside(use, found)));
        subject.restVerbs().forEach(place -> found.accept(Finding.error(NAME, place, "a REST endpoint that is not in the contract", CONTRACT)));
        for (Kamelet kamelet : subject.kamelets()) {
            kamelet.endpoints().forEach(use -> entry(use, found));
            kameletConsumer(kamelet, found);
            if (kamelet.endpoints().stream().anyMatch(use -> use.consumes() && use.uri().startsWith("kamelet:source"))) {
                headersFirst(kamelet, found);
            }
        }
        subject.endpoints().forEach(use -> {
            if (use.options().entrySet().stream().anyMatch(option -> option.getKey().equalsIgnoreCase("headerFilterStrategy")
                    && !(use.scheme().startsWith("http") && NARROWER.contains(String.valueOf(option.getValue()))))) {
                found.accept(Finding.error(NAME, use.place(), "headerFilterStrategy replaces the hub's allow-list",
                        "Remove it; more names are allowed by hub.gateway.request-headers and the like (docs/security.md)."));
            }
        });
    }

    private static void entry(Endpoint use, Consumer<Finding> found) {
        if (use.consumes() && HTTP_IN.contains(use.scheme())) {
            found.accept(Finding.error(NAME, use.place(), use.scheme() + " lets requests in past the border", CONTRACT));
        }
    }

    private void outside(Endpoint use, Consumer<Finding> found) {
        if (use.scheme().isEmpty()) {
            if (!use.uri().startsWith("{{")) {
                found.accept(Finding.error(NAME, use.place(), "where this goes is decided by the message",
                        "Begin the address with a fixed scheme, such as direct:."));
            }
            return;
        }
        boolean judgedElsewhere = OWN.contains(use.scheme()) || use.consumes() && HTTP_IN.contains(use.scheme());
        ComponentModel component = catalog.componentModel(use.scheme());
        if (!judgedElsewhere && component != null && component.isRemote()) {
            found.accept(Finding.error(NAME, use.place(), "a route calls " + use.scheme() + " itself",
                    "A delivery has rate, circuit, repetition and a timeline, and a trial can leave it out; a call from the middle of a route has none of these. "
                            + "Write a kamelet (kamelets/<system>-<object>-sink.kamelet.yaml) and call that."));
        }
    }

    /** The hub's three kinds of consumers acknowledge by themselves and filter headers; any other would do neither. */
    private static void kafkaConsumers(Route route, Consumer<Finding> found) {
        Endpoint input = route.input();
        boolean known = input == null || !input.is("kafka") || input.path().equals(Topics.INBOX)
                || route.form() != Form.ROUTE && input.path().startsWith(TopicRule.DELIVERIES);
        boolean readsLater = route.outputs().stream().anyMatch(use -> use.consumes() && use.is("kafka"));
        if (!known || readsLater) {
            found.accept(Finding.error(NAME, route.place(), "a route reads Kafka by itself", "Take events from kamelet:" + TopicRule.SOURCE
                    + ", deliveries by templatedRoute(\"delivery\")."));
        }
    }

    private static void kameletConsumer(Kamelet kamelet, Consumer<Finding> found) {
        kamelet.endpoints().stream().filter(use -> use.consumes() && use.is("kafka") && !kamelet.name().equals(TopicRule.SOURCE))
                .forEach(use -> found.accept(Finding.error(NAME, use.place(), "only " + TopicRule.SOURCE + " reads Kafka",
                        "Begin the route with kamelet:" + TopicRule.SOURCE + '.')));
    }

    private static void headersFirst(Kamelet kamelet, Consumer<Finding> found) {
        Set<String> left = new HashSet<>(STEERING);
        // Only what a caller could have set: what the kamelet sets itself, it means.
        walk(kamelet, "", kamelet.template().at("from", "steps"), left, found);
    }

    private static void walk(Kamelet kamelet, String key, YamlNode node, Set<String> left, Consumer<Finding> found) {
        if (key.equals("removeHeaders")) {
            String pattern = node.at("pattern").text().isEmpty() ? node.text() : node.at("pattern").text();
            left.removeIf(header -> removed(header, pattern, node.at("excludePattern").text()));
        }
        String uri = node.at("uri").text().isEmpty() ? node.text() : node.at("uri").text();
        boolean http = uri.startsWith("{{") || HTTP_OUT.contains(uri.replaceFirst(":.*", ""));
        boolean call = http && Set.of("to", "toD", "enrich", "wireTap").contains(key);
        if (call && !left.isEmpty()) {
            found.accept(Finding.error(NAME, kamelet.place(node.line()), "calls HTTP while headers of the caller can redirect it ("
                    + String.join(", ", left.stream().sorted().toList()) + ')', "Put - removeHeaders: {pattern: \"Camel*\"} before it."));
        }
        node.entries().forEach((name, child) -> walk(kamelet, name, child, left, found));
        node.items().forEach(item -> walk(kamelet, "", item, left, found));
    }

    private static boolean removed(String header, String pattern, String exclude) {
        return matches(header, pattern) && (exclude.isEmpty() || !matches(header, exclude));
    }

    /** As Camel matches: a name, a beginning with *, or a regular expression. */
    private static boolean matches(String header, String pattern) {
        if (pattern.endsWith("*") && header.regionMatches(true, 0, pattern, 0, pattern.length() - 1)) {
            return true;
        }
        try {
            return header.equalsIgnoreCase(pattern) || Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(header).matches();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
