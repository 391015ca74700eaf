package com.versaai.hub.lint;

import com.versaai.hub.engine.Topics;
import com.versaai.hub.lint.Route.Form;
import com.versaai.hub.lint.Route.Mention;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every topic that is read or written exists, every queue and event type is taken by somebody, every type asked for can come. */
final class TopicRule implements Rule {

    static final String SOURCE = "hub-event-source";
    static final String EVENTS = "hub.events.";
    static final String DELIVERIES = "hub.deliveries";
    private static final String NAME = "topic";
    private static final String UNKNOWN = EVENTS + "unknown";
    private static final Pattern TYPE_CONDITION = Pattern.compile(
            "body\\.(?:type|getType\\(\\)|type\\(\\))}\\s*(?:==|=~|!=)\\s*['\"]([^'\"]+)['\"]");
    private static final String KNOWN_TYPES = "Mend the name, or add the type to hub.bus.event-types.";

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        Set<String> known = known(subject.names());
        Set<String> read = new TreeSet<>();
        for (Route route : subject.routes()) {
            if (route.form() != Form.TEMPLATE && route.input() != null) {
                List<String> topics = topics(route.input());
                topics.stream().filter(topic -> !Endpoint.open(topic) && !known.contains(topic)).forEach(topic -> found.accept(
                        Finding.error(NAME, route.place(), "there is no topic " + topic + ", so nothing will come", remedy(topic))));
                read.addAll(topics);
                conditions(subject.names(), route, topics, found);
            }
        }
        writes(subject, known, read, found);
        unread(subject.names(), read, found);
    }

    private static Set<String> known(Names names) {
        Set<String> known = new LinkedHashSet<>(List.of(Topics.INBOX, UNKNOWN));
        names.eventTypes().forEach(type -> known.add(EVENTS + type));
        names.destinations().keySet().forEach(destination -> known.add(Topics.ofDestination(destination)));
        return known;
    }

    /** What an endpoint reads: as a consumer of Kafka or by the hub's own source. */
    static List<String> topics(Endpoint input) {
        String names = "";
        if (input.is("kafka")) {
            names = input.path();
        } else if (input.is("kamelet") && input.kamelet().equals(SOURCE)) {
            names = input.options().getOrDefault("topics", "");
        }
        return names.isBlank() ? List.of() : List.of(names.strip().split("\\s*,\\s*"));
    }

    private static void writes(Subject subject, Set<String> known, Set<String> read, Consumer<Finding> found) {
        subject.endpoints().filter(use -> use.is("kafka") && !use.consumes() && !Endpoint.open(use.path())).forEach(use -> {
            String topic = use.path();
            if (topic.equals(DELIVERIES) || EVENTS.equals(topic + '.')) {
                found.accept(Finding.error(NAME, use.place(), "there is no topic " + topic + "; each record names its own",
                        "Write kamelet:hub-publish-sink."));
            } else if (!known.contains(topic)) {
                found.accept(Finding.error(NAME, use.place(), "there is no topic " + topic, remedy(topic)));
            } else if (topic.equals(Topics.INBOX) && !read.contains(topic)) {
                found.accept(Finding.error(NAME, use.place(), "nobody reads " + topic,
                        "Add the route that maps stored requests (routes/webhooks/InboxMap.java)."));
            }
        });
    }

    private static void unread(Names names, Set<String> read, Consumer<Finding> found) {
        names.destinations().keySet().stream().filter(destination -> !read.contains(Topics.ofDestination(destination)))
                .forEach(destination -> found.accept(Finding.error(NAME, Place.NOWHERE,
                        "the destination " + destination + " has no route: what is planned for it stays in " + Topics.ofDestination(destination),
                        "Add a templatedRoute(\"delivery\") for it in routes/delivery, or remove hub.delivery.destinations."
                        + destination + '.')));
        Set<String> types = new TreeSet<>(names.eventTypes());
        types.add("unknown");
        types.stream().filter(type -> !read.contains(EVENTS + type)).forEach(type -> found.accept(Finding.warning(NAME, Place.NOWHERE,
                "no route takes events of type " + type,
                "Add " + EVENTS + type + " to a route in routes/events; OtherEvents.java only keeps them.")));
    }

    /** A condition on a type that this route never gets is a branch that never runs. */
    private static void conditions(Names names, Route route, List<String> topics, Consumer<Finding> found) {
        boolean takesUnknown = topics.contains(UNKNOWN);
        for (Mention expression : topics.isEmpty() ? List.<Mention>of() : route.expressions()) {
            Matcher condition = TYPE_CONDITION.matcher(expression.text());
            while (condition.find()) {
                String type = condition.group(1);
                boolean comes = topics.contains(EVENTS + type) || takesUnknown && !names.eventTypes().contains(type);
                if (!comes && topics.stream().noneMatch(Endpoint::open)) {
                    found.accept(Finding.error(NAME, expression.place(), "the route asks for the type " + type + " but does not read "
                            + EVENTS + type,
                            "Mend the type, or add its topic to the route's topics."));
                }
            }
        }
    }

    private static String remedy(String topic) {
        if (topic.startsWith(EVENTS)) {
            return KNOWN_TYPES;
        }
        return topic.startsWith(DELIVERIES) ? "Mend the name, or add the destination to hub.delivery.destinations."
                : "Use a topic of the hub (docs/architecture.md): hub.inbox, hub.events.<type>, hub.deliveries.<destination>.";
    }
}
