package com.versaai.hub.lint;

import com.versaai.hub.engine.Topics;
import com.versaai.hub.lint.Route.Form;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a failure means is said in one file: every route names the kind that fits it, and has no handling of its own. */
final class ErrorPolicyRule implements Rule {

    private static final String NAME = "error-policy";
    private static final String POLICY = "ErrorPolicy.java";
    private static final String DELIVERY = "hub-delivery";
    /** The policy, and the template whose failed calls it judges. */
    private static final Set<String> OF_THE_PLATFORM = Set.of(POLICY, "DeliveryTemplate.java");
    private static final Set<String> CLOCKS = Set.of("timer", "scheduler", "quartz", "cron");
    private static final Pattern OWN_HANDLING = Pattern.compile(
            "\\b(?:(onException|doTry|inheritErrorHandler|routeConfiguration)\\s*\\("
            + "|(errorHandler)\\s*\\(\\s*+(?!noErrorHandler\\s*\\()|extends\\s+(RouteConfigurationBuilder)\\b)");
    private static final Map<String, String> REASONS = Map.of(
            "doTry", "A failure that is caught here reaches no policy: the event counts as done, without a dead letter, repetition or alert.",
            "onException", "What it handles reaches no policy: the event counts as done, without a dead letter, repetition or alert.");
    /** Options that decide by themselves what becomes of a failed record or call. */
    private static final Map<String, List<String>> OWN_OPTIONS = Map.of(
            "kamelet", List.of("noErrorHandler", "bridgeErrorHandler"),
            "kafka", List.of("autoCommitEnable", "allowManualCommit", "breakOnFirstError", "pollOnError", "bridgeErrorHandler",
                    "kafkaClientFactory", "kafkaManualCommitFactory"));

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        Set<String> kinds = subject.policies().stream().map(Policy::id).filter(id -> id != null).collect(Collectors.toSet());
        Set<String> toldByPolicy = uris(subject.policies().stream().flatMap(policy -> policy.outputs().stream()));
        // An attempt is repeated as a whole by the policy of the delivery that makes it: a handler in between would say it is over.
        Set<String> attempts = uris(subject.routes().stream().filter(route -> DELIVERY.equals(route.configuration())).flatMap(route -> route.outputs().stream()));
        Set<String> toldByRoutes = uris(subject.routes().stream().filter(route -> !DELIVERY.equals(route.configuration()))
                .flatMap(route -> route.outputs().stream()));
        for (Route route : subject.routes()) {
            String from = route.input() == null ? "" : route.input().uri();
            if (route.form() == Form.REST) {
                continue;
            }
            if (route.noErrorHandler()) {
                if (toldByRoutes.contains(from) || !toldByPolicy.contains(from) && !attempts.contains(from)) {
                    found.accept(Finding.error(NAME, route.place(), "noErrorHandler is for a route that only " + POLICY + " or a delivery sends to",
                            "Remove .errorHandler(noErrorHandler()) and name a kind with .routeConfigurationId."));
                }
            } else {
                kind(subject, route, kinds, found);
            }
        }
        subject.javaFiles().filter(file -> !OF_THE_PLATFORM.contains(file.fileName())).forEach(file -> ownHandling(file, found));
        subject.endpoints().forEach(use -> ownOptions(use, found));
    }

    private static Set<String> uris(Stream<Endpoint> uses) {
        return uses.map(Endpoint::uri).collect(Collectors.toSet());
    }

    private static void kind(Subject subject, Route route, Set<String> kinds, Consumer<Finding> found) {
        String wanted = wanted(subject, route.input());
        String given = route.configuration();
        if (given == null || given.isBlank()) {
            found.accept(Finding.error(NAME, route.place(), "the route names no error policy",
                    "Add .routeConfigurationId(\"" + (wanted == null ? "hub-…" : wanted) + "\") after .routeDescription."));
        } else if (!kinds.contains(given)) {
            found.accept(Finding.error(NAME, route.place(), "there is no error policy " + given,
                    "Take one of " + String.join(", ", kinds.stream().sorted().toList()) + '.'));
        } else if (wanted != null && !wanted.equals(given)) {
            found.accept(Finding.error(NAME, route.place(), "the error policy " + given + " does not fit a route that begins with "
                    + route.input().scheme() + ':' + route.input().path(), "Take " + wanted + " (docs/architecture.md, Error policy)."));
        }
    }

    /** The kind that fits what a route begins with; null when any does. */
    private static String wanted(Subject subject, Endpoint input) {
        if (input == null) {
            return null;
        }
        if (input.is("kamelet") && input.kamelet().equals(TopicRule.SOURCE)) {
            return "hub-events";
        }
        if (input.is("direct") && subject.operations().containsKey(input.path())) {
            return "hub-request";
        }
        if (input.is("kafka") && input.path().equals(Topics.INBOX)) {
            return "hub-map";
        }
        if (input.is("kafka") && input.path().startsWith(TopicRule.DELIVERIES)) {
            return DELIVERY;
        }
        return CLOCKS.contains(input.scheme()) ? "hub-ops" : null;
    }

    private static void ownHandling(LintedFile file, Consumer<Finding> found) {
        Matcher handling = OWN_HANDLING.matcher(JavaText.of(file.text()).code());
        while (handling.find()) {
            int group = 1;
            while (handling.group(group) == null) {
                group++;
            }
            found.accept(Finding.error(NAME, file.place(handling.start(group)), handling.group(group) + " belongs into " + POLICY + " only",
                    REASONS.getOrDefault(handling.group(group), "Two places that judge the same failure contradict each other.")
                    + " Remove it and name a kind with .routeConfigurationId; a new kind is added to " + POLICY + '.'));
        }
    }

    private static void ownOptions(Endpoint use, Consumer<Finding> found) {
        for (String option : OWN_OPTIONS.getOrDefault(use.scheme(), List.of())) {
            if ((use.consumes() || use.is("kamelet")) && use.options().containsKey(option)) {
                found.accept(Finding.error(NAME, use.place(), option + " goes around the error policy",
                        "Remove it; the hub's configuration sets it for all."));
            }
        }
    }
}
