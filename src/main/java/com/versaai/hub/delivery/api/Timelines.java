package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.plan.DeliveryPlan.Decision;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** "What became of this event?", by hub id or by the id its sender gave it. */
public class Timelines {

    private static final int MOST = 100;
    /** The order of what happened at the same moment; clocks of two nodes, and of the database, differ by more than a step takes. */
    private static final List<String> ORDER = List.of("received", "verified", "duplicate", "failed", "mapped", "ignored", "routed", "attempt");

    private final JdbcTemplate jdbc;
    private final DeliveryQueries deliveries;
    private final ObjectMapper json;

    public Timelines(JdbcTemplate jdbc, DeliveryQueries deliveries, ObjectMapper json) {
        this.jdbc = jdbc;
        this.deliveries = deliveries;
        this.json = json;
    }

    /** The contract's Timeline. */
    public record Timeline(List<EventState> events, List<Step> steps) {
    }

    /** @param state pending, delivered, parked, dead, discarded, superseded or ignored: the worst of its deliveries */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventState(String id, String originid, String type, String source, String subject, String state) {
    }

    /** One thing that happened. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(Instant at, String step, String eventId, String destination, String deliveryId, Integer attempt, Integer status,
                Long waitMs, String answer, String detail) {

        static Step of(Instant at, String step, String eventId, String detail) {
            return new Step(at, step, eventId, null, null, null, null, null, null, detail);
        }
    }

    private record EventRow(String id, String originid, String type, String source, String subject, Instant acceptedAt) {
    }

    /** The timeline, empty when nothing is known under that id. */
    public Optional<Timeline> of(String id) {
        List<Step> steps = new ArrayList<>(received(id));
        List<EventState> states = new ArrayList<>();
        List<Object> asked = new ArrayList<>(List.of(id, id));
        asked.addAll(made(id));
        String others = asked.size() == 2 ? "" : " or id in (?" + ", ?".repeat(asked.size() - 3) + ')';
        asked.add(MOST);
        List<EventRow> events = jdbc.query("select id, originid, type, source, subject, accepted_at from event where id = ? or originid = ?" + others
                + " order by accepted_at, type limit ?",
                (row, n) -> new EventRow(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                        DeliveryRepository.instant(row, 6)), asked.toArray());
        for (EventRow event : events) {
            Set<String> planned = new HashSet<>();
            steps.addAll(routed(event, planned));
            List<DeliveryQueries.Found> found = deliveries.ofEvent(event.id);
            found.forEach(delivery -> steps.addAll(delivered(delivery)));
            states.add(new EventState(event.id, event.originid, event.type, event.source, event.subject, state(planned, found)));
        }
        if (steps.isEmpty() && events.isEmpty()) {
            return Optional.empty();
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(Timelines::rank));
        return Optional.of(new Timeline(states, steps));
    }

    /** What the requests of this id became: a mapping may give its events ids of their own. */
    private List<String> made(String id) {
        return jdbc.queryForList("select event_ids from receipt where provider_event_id = ? and event_ids is not null limit ?", String.class, id, MOST).stream()
                .flatMap(ids -> Stream.of(ids.split(" "))).filter(made -> !made.isEmpty()).distinct().limit(MOST).toList();
    }

    private static int rank(Step step) {
        int rank = ORDER.indexOf(step.step);
        return rank < 0 ? ORDER.size() : rank;
    }

    private List<Step> received(String id) {
        List<Step> steps = new ArrayList<>();
        jdbc.query("""
                select received_at, source, verdict, mapped_at, outcome, why, location, provider_type from receipt
                where provider_event_id = ? or provider_event_id = (select originid from event where id = ?)
                order by received_at limit ?""",
                row -> {
                    Instant receivedAt = DeliveryRepository.instant(row, 1);
                    steps.add(Step.of(receivedAt, "received", null, "/webhooks/" + row.getString(2) + ", kept as " + row.getString(7)));
                    steps.add(Step.of(receivedAt, "verified", null, "signature " + row.getString(3)));
                    String why = row.getString(6);
                    steps.add(Step.of(DeliveryRepository.instant(row, 4), step(row.getString(5)), null,
                            why == null ? row.getString(8) : row.getString(8) + ": " + why));
                }, id, id, MOST);
        return steps;
    }

    private static String step(String outcome) {
        return outcome.equals("unknown") || outcome.equals("refused") ? "ignored" : outcome;
    }

    private List<Step> routed(EventRow event, Set<String> planned) {
        List<Step> steps = new ArrayList<>();
        jdbc.query("select route_id, routed_at, outcome, decisions from routing where event_id = ? order by routed_at, route_id", row -> {
            Instant at = DeliveryRepository.instant(row, 2);
            if (row.getString(3).equals("failed")) {
                steps.add(Step.of(at, "failed", event.id, row.getString(1) + ": " + row.getString(4)));
                return;
            }
            List<Decision> decisions = decisions(row.getString(4));
            if (decisions.isEmpty()) {
                steps.add(Step.of(at, "ignored", event.id, row.getString(1) + " asks for nothing"));
            }
            for (Decision decision : decisions) {
                if (decision.deliveryId() != null) {
                    planned.add(decision.deliveryId());
                }
                steps.add(new Step(at, decision.step(), event.id, decision.destination(),
                        decision.deliveryId(), null, null, null, null, row.getString(1) + ", " + decision.action() + ": " + decision.why()));
            }
        }, event.id);
        return steps;
    }

    private List<Decision> decisions(String text) {
        try {
            return json.readValue(text, new TypeReference<>() { });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the history holds decisions that are not JSON", e);
        }
    }

    private List<Step> delivered(DeliveryQueries.Found delivery) {
        List<Step> steps = new ArrayList<>();
        for (Attempt attempt : deliveries.attempts(delivery.id())) {
            boolean call = !Set.of("superseded", "edited", "replayed", "discarded").contains(attempt.outcome());
            String detail = attempt.code() == null ? attempt.message() : attempt.code() + ": " + attempt.message();
            steps.add(new Step(attempt.startedAt(), call ? "attempt" : attempt.outcome(), delivery.eventId(), delivery.destination(),
                    delivery.id(), call ? attempt.number() : null, attempt.status(), attempt.waitMs(), attempt.answer(),
                    call && attempt.code() == null ? attempt.outcome() + " in " + attempt.durationMs() + " ms" : detail));
        }
        String last = switch (delivery.state()) {
            case DELIVERED -> "delivered";
            case PARKED -> "parked";
            case DEAD -> "dead";
            case CLAIMED, WAITING, QUEUED -> "waiting";
            case DISCARDED, SUPERSEDED -> null; // its own step tells it
        };
        if (last != null) {
            steps.add(new Step(delivery.updatedAt(), last, delivery.eventId(), delivery.destination(), delivery.id(), null,
                    delivery.status(), null, null, delivery.state() == DeliveryState.PARKED ? "next round at " + delivery.nextAttemptAt()
                    : delivery.code()));
        }
        return steps;
    }

    private static String state(Set<String> planned, List<DeliveryQueries.Found> found) {
        if (planned.isEmpty() && found.isEmpty()) {
            return "ignored";
        }
        Set<String> settled = new HashSet<>();
        boolean dead = false;
        boolean parked = false;
        boolean pending = false;
        boolean discarded = false;
        boolean superseded = !found.isEmpty();
        for (DeliveryQueries.Found delivery : found) {
            settled.add(delivery.id());
            dead |= delivery.state() == DeliveryState.DEAD;
            parked |= delivery.state() == DeliveryState.PARKED;
            discarded |= delivery.state() == DeliveryState.DISCARDED;
            superseded &= delivery.state() == DeliveryState.SUPERSEDED;
            pending |= Set.of(DeliveryState.CLAIMED, DeliveryState.WAITING, DeliveryState.QUEUED).contains(delivery.state());
        }
        if (dead) {
            return "dead";
        }
        if (parked) {
            return "parked";
        }
        if (pending || !settled.containsAll(planned)) {
            return "pending";
        }
        return superseded ? "superseded" : discarded ? "discarded" : "delivered";
    }
}
