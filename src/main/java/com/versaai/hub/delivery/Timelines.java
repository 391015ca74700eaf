package com.versaai.hub.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** "What became of this event?", by hub id or by the id its sender gave it. */
class Timelines {

    private final JdbcTemplate jdbc;

    Timelines(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Everything known under one id. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Timeline(String id, List<Received> received, List<Routed> events) {
    }

    /** A request as it arrived and what the mapper made of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Received(String source, String providerEventId, String providerType, Instant receivedAt, String verdict, String outcome,
                    String why, Instant mappedAt, String location) {
    }

    /** A hub event, where routes sent it, and what came of each delivery. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Routed(String id, String source, String type, String subject, String originid, String correlationid, Instant time,
                  Instant acceptedAt, List<Routing> routings, List<Delivered> deliveries) {
    }

    /** @param decisions JSON: destination, action, deliveryId, why; or the reason of a failure as a JSON string */
    record Routing(String route, Instant at, String outcome, @JsonRawValue String decisions) {
    }

    /** One delivery with all its attempts; state {@code queued} without attempts means that it waits for its first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivered(String id, String deadLetterId, String eventId, String destination, String action, String type, String state,
                     int round, Instant nextAttemptAt, String faultClass, Integer status, String code, String message,
                     Instant createdAt, Instant updatedAt, List<Attempt> attempts) {
    }

    /** The timeline, empty when nothing is known under that id. */
    Optional<Timeline> of(String id) {
        List<Received> received = jdbc.query("""
                select source, provider_event_id, provider_type, received_at, verdict, outcome, why, mapped_at, location from receipt
                where provider_event_id = ? or provider_event_id = (select originid from event where id = ?)
                order by received_at limit 100""",
                (row, n) -> new Received(row.getString(1), row.getString(2), row.getString(3), DeliveryStore.instant(row, 4),
                        row.getString(5), row.getString(6), row.getString(7), DeliveryStore.instant(row, 8), row.getString(9)), id, id);
        List<Routed> events = jdbc.query("""
                select id, source, type, subject, originid, correlationid, occurred_at, accepted_at from event
                where id = ? or originid = ? order by accepted_at, type limit 100""",
                (row, n) -> new Routed(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                        row.getString(6), DeliveryStore.instant(row, 7), DeliveryStore.instant(row, 8), new ArrayList<>(),
                        new ArrayList<>()), id, id);
        events.forEach(event -> {
            event.routings.addAll(routings(event.id));
            event.deliveries.addAll(deliveries("event_id = ?", List.of(event.id), 500, 0));
        });
        return received.isEmpty() && events.isEmpty() ? Optional.empty() : Optional.of(new Timeline(id, received, events));
    }

    /** Which deliveries; nulls match all. */
    record Filter(String destination, String state, String type, String eventId) {
    }

    /** Deliveries that match, the latest first. */
    List<Delivered> deliveries(Filter filter, int limit, int offset) {
        StringBuilder where = new StringBuilder("1 = 1");
        List<Object> arguments = new ArrayList<>();
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("destination", filter.destination);
        conditions.put("state", filter.state);
        conditions.put("event_type", filter.type);
        conditions.put("event_id", filter.eventId);
        conditions.forEach((column, value) -> {
            if (value != null) {
                where.append(" and ").append(column).append(" = ?");
                arguments.add(value);
            }
        });
        return deliveries(where.toString(), arguments, limit, offset);
    }

    private List<Delivered> deliveries(String where, List<Object> arguments, int limit, int offset) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(limit);
        all.add(offset);
        List<Delivered> found = jdbc.query("""
                select id, dead_letter_id, event_id, destination, action, event_type, state, round, next_attempt_at, fault_class,
                    status, code, message, created_at, updated_at from delivery where\s""" + where
                + " order by updated_at desc, id limit ? offset ?",
                (row, n) -> new Delivered(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                        row.getString(6), row.getString(7), row.getInt(8), DeliveryStore.instant(row, 9), row.getString(10),
                        row.getObject(11, Integer.class), row.getString(12), row.getString(13), DeliveryStore.instant(row, 14),
                        DeliveryStore.instant(row, 15), new ArrayList<>()), all.toArray());
        found.forEach(delivery -> delivery.attempts.addAll(attempts(delivery.id)));
        return found;
    }

    /** Every attempt of a delivery, the first first. */
    List<Attempt> attempts(String deliveryId) {
        return jdbc.query("""
                select attempt_number, round, started_at, duration_ms, outcome, status, code, message, answer, wait_ms from attempt
                where delivery_id = ? order by attempt_number""",
                (row, n) -> new Attempt(row.getInt(1), row.getInt(2), DeliveryStore.instant(row, 3), row.getLong(4), row.getString(5),
                        row.getObject(6, Integer.class), row.getString(7), row.getString(8), row.getString(9),
                        row.getObject(10, Long.class)), deliveryId);
    }

    private List<Routing> routings(String eventId) {
        return jdbc.query("select route_id, routed_at, outcome, decisions from routing where event_id = ? order by routed_at, route_id",
                (row, n) -> new Routing(row.getString(1), DeliveryStore.instant(row, 2), row.getString(3),
                        row.getString(3).equals("failed") ? quoted(row.getString(4)) : row.getString(4)), eventId);
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
