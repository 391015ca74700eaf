package com.versaai.hub.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.plan.PlannedDelivery;
import com.versaai.hub.delivery.plan.TrialPlans;
import com.versaai.hub.dryrun.Differences.Outcome;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.reload.Stage;
import com.versaai.hub.reload.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Samples: an event and what the routes plan for it, kept in {@code samples/} and compared by {@code mvn verify}. */
final class Samples {

    private static final Duration BEFORE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Stages stages;
    private final TrialPlans plans;
    private final TimeTravel travel;
    private final TopicReader reader;
    private final Topics topics;
    private final JdbcTemplate jdbc;

    Samples(Stages stages, TrialPlans plans, TimeTravel travel, TopicReader reader, Topics topics, JdbcTemplate jdbc) {
        this.stages = stages;
        this.plans = plans;
        this.travel = travel;
        this.reader = reader;
        this.topics = topics;
        this.jdbc = jdbc;
    }

    /** @param expect by route id; a route that plans nothing is left out */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sample(Event event, Map<String, List<Expected>> expect) {
    }

    /** A delivery as it should be planned. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Expected(String destination, String action, String key, String object, JsonNode payload) {
    }

    /**
     * A captured event with people replaced, and what the live routes plan for that.
     *
     * @param id the hub's or the sender's
     * @throws ProblemException 404 when it is not known or no longer in Kafka
     */
    Sample of(String id) {
        List<Map<String, Object>> known = jdbc.queryForList("select id, type, accepted_at from event where id = ? or originid = ? limit 1", id, id);
        if (known.isEmpty()) {
            throw new ProblemException(404, "not-found", "No event is known by this id.", null);
        }
        String hubId = String.valueOf(known.get(0).get("id"));
        Instant since = ((java.time.OffsetDateTime) known.get(0).get("accepted_at")).toInstant().minus(BEFORE);
        List<Event> found = reader.read(List.of(topics.ofEvent(String.valueOf(known.get(0).get("type")))), since, value -> {
            Event event = travel.parsed(value);
            return event != null && hubId.equals(event.id()) ? event : null;
        }, 1, LONGEST);
        if (found.isEmpty()) {
            throw new ProblemException(404, "not-found", "The event is no longer kept in Kafka.", null);
        }
        Event clean = Anonymous.of(found.get(0));
        return new Sample(clean, planned(clean));
    }

    /** What the live routes plan for an event, by route. */
    Map<String, List<Expected>> planned(Event event) {
        Map<String, List<Expected>> planned = new TreeMap<>();
        try (Stage stage = stages.open(Map.of(), plans.beans(Map.of()), TimeTravel::computing, TimeTravel::harmless)) {
            for (String route : stage.subscribers()) {
                Outcome outcome = travel.outcome(stage, route, event);
                if (outcome.error() != null) {
                    throw new ProblemException(409, "conflict", "Route " + route + " fails with this event: " + outcome.error(), null);
                }
                List<Expected> expected = new ArrayList<>();
                for (PlannedDelivery line : outcome.plan()) {
                    if (line.delivery() != null) {
                        expected.add(new Expected(line.destination(), line.action(), line.delivery().key(), line.delivery().object(),
                                line.delivery().payload()));
                    }
                }
                if (!expected.isEmpty()) {
                    planned.put(route, expected);
                }
            }
        }
        return planned;
    }
}
