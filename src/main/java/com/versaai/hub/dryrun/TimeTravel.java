package com.versaai.hub.dryrun;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.plan.PlannedDelivery;
import com.versaai.hub.delivery.plan.TrialPlans;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.dryrun.Differences.Difference;
import com.versaai.hub.dryrun.Differences.Outcome;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.inbound.InboundTrials;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.reload.BrokenTextException;
import com.versaai.hub.reload.Stage;
import com.versaai.hub.reload.Stages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.BeanRepository;

/** Runs candidate texts over events that have been, beside the routes that run, and shows what they would have planned otherwise. */
final class TimeTravel {

    /** What a mapping's path begins with, wherever the folder is. */
    static final String MAPPINGS = "routes/connectors/";
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Stages stages;
    private final TrialPlans plans;
    private final InboundTrials inbound;
    private final TopicReader topics;
    private final Topics names;
    private final ObjectMapper json;

    TimeTravel(Stages stages, TrialPlans plans, InboundTrials inbound, TopicReader topics, Topics names, ObjectMapper json) {
        this.stages = stages;
        this.inbound = inbound;
        this.plans = plans;
        this.names = names;
        this.topics = topics;
        this.json = json;
    }

    /**
     * What is to be tried.
     *
     * @param files candidate texts by path, of routes, kamelets and mappings; none compares nothing, and shows that the live routes are pure
     * @param type  only events of this type, null for all
     * @param limit most events
     */
    record Trial(Map<String, String> files, Instant since, String type, int limit) {
    }

    /**
     * @param summary     all of it in one line
     * @param events      how many captured events went through both
     * @param of          how many there are
     * @param requests    how many captured requests went through both texts of an inbound mapping
     * @param routes      the subscribers that were compared
     * @param differences those events whose plans differ, and requests that would become other events
     */
    record Result(String summary, int events, int of, int requests, Set<String> routes, List<Difference> differences) {
    }

    /**
     * @throws ProblemException 400 when a candidate does not compile or cannot be built
     */
    Result run(Trial trial) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, String> mappings = new TreeMap<>();
        trial.files().forEach((path, text) -> {
            if (path.endsWith(".jq")) {
                mappings.put(path.substring(MAPPINGS.length()), text);
            } else {
                texts.put(path, text);
            }
        });
        try (Stage before = stages.open(Map.of(), plans.beans(Map.of()), TimeTravel::computing, TimeTravel::harmless);
                Stage after = stages.open(texts, plans.beans(mappings), TimeTravel::computing, TimeTravel::harmless)) {
            Set<String> routes = new TreeSet<>(before.subscribers());
            routes.addAll(after.subscribers());
            Set<String> listened = new TreeSet<>();
            routes.forEach(route -> listened.addAll(topics(before, after, route)));
            AtomicInteger of = new AtomicInteger();
            List<Event> events = captured(listened, trial, of);
            List<Difference> differences = new ArrayList<>();
            for (Event event : events) {
                for (String route : routes) {
                    Difference difference = Differences.of(event.id(), event.type(), route, outcome(before, route, event), outcome(after, route, event));
                    if (!difference.isEmpty()) {
                        differences.add(difference);
                    }
                }
            }
            List<InboundTrials.Compared> requests = inbound.compared(mappings, trial.since(), trial.type(), trial.limit(), LONGEST);
            requests.stream().map(this::difference).filter(difference -> !difference.isEmpty()).forEach(differences::add);
            String summary = Summary.of(events.size(), of.get(), requests.size(), requests.size() >= trial.limit(), differences);
            return new Result(summary, events.size(), of.get(), requests.size(), routes, differences);
        } catch (BrokenTextException | MappingException e) {
            throw new ProblemException(400, "malformed", "A file of the trial is broken: " + e.getMessage(), null);
        }
    }

    /** Event routes only plan; one that calls somebody all the same must not do so once more for each event that was. */
    static void harmless(ModelCamelContext context) {
        StageComponents.only(context, (address, message) -> { }, Map.of());
    }

    /** Neither do they ask beans for more than to compute. */
    static BeanRepository computing(BeanRepository hub) {
        return new StageBeans(hub, (name, message) -> { });
    }

    private static Set<String> topics(Stage before, Stage after, String route) {
        Set<String> topics = new TreeSet<>();
        for (Stage stage : List.of(before, after)) {
            if (stage.subscribers().contains(route)) {
                topics.addAll(stage.topics(route));
            }
        }
        return topics;
    }

    /** What a request would become, shown like a plan: each event in place of a delivery. */
    private Difference difference(InboundTrials.Compared request) {
        return Differences.of(request.id(), request.source() + (request.type() == null ? "" : ' ' + request.type()), "inbox-map",
                outcome(request.before()), outcome(request.after()));
    }

    private Outcome outcome(InboundTrials.Made made) {
        return new Outcome(made.events().stream().map(event -> new PlannedDelivery("hub.events", event.type(), "mapped",
                new Delivery(event.id(), "hub.events", event.type(), event.id(), event.type(), event.subject(), event.time(), null, null, null, 0, null, null,
                        json.valueToTree(event)))).toList(), made.error());
    }

    /** @param of counts those that are more than the limit too */
    private List<Event> captured(Set<String> listened, Trial trial, AtomicInteger of) {
        return topics.read(listened, trial.since(), value -> {
            Event event = parsed(value);
            boolean wanted = event != null && (trial.type() == null || trial.type().equals(event.type()));
            return wanted && of.incrementAndGet() <= trial.limit() ? event : null;
        }, trial.limit() + 1, LONGEST);
    }

    /** Null for what the live routes cannot read either. */
    Event parsed(byte[] value) {
        try {
            Event event = json.readValue(value, Event.class);
            return event == null || event.id() == null || event.type() == null || event.data() == null ? null : event;
        } catch (IOException e) {
            return null;
        }
    }

    /** What a subscriber plans; nothing when it does not listen to events of this type. */
    Outcome outcome(Stage stage, String route, Event event) {
        if (!stage.subscribers().contains(route) || !stage.topics(route).contains(names.ofEvent(event.type()))) {
            return new Outcome(List.of(), null);
        }
        Exchange done = stage.route(route, exchange -> exchange.getMessage().setBody(json.writeValueAsBytes(event)));
        String error = DryRun.error(stage, done);
        return new Outcome(error == null ? PlannedDelivery.of(done) : List.of(), error);
    }
}
