package com.versaai.hub.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.plan.PlannedDelivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What another text of a route plans differently for the same event. */
final class Differences {

    private Differences() {
    }

    /** A value that differs; null where there is none. Field {@code key} and {@code object} are the record's, the rest its payload's. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Field(String path, String before, String after) {
    }

    /** A delivery that both plan. */
    record Changed(String destination, String action, List<Field> fields) {
    }

    /** A delivery that only one of them plans. */
    record One(String destination, String action, String why, JsonNode payload) {
    }

    /** Between the plans of one event in one route. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Difference(String eventId, String type, String routeId, List<One> added, List<One> gone, List<Changed> changed,
                      String errorBefore, String errorAfter) {

        boolean isEmpty() {
            return added.isEmpty() && gone.isEmpty() && changed.isEmpty() && Objects.equals(errorBefore, errorAfter);
        }
    }

    /** What a route made of an event: a plan or an error. */
    record Outcome(List<PlannedDelivery> plan, String error) {
    }

    static Difference of(String eventId, String type, String routeId, Outcome before, Outcome after) {
        Map<String, PlannedDelivery> old = deliveries(before);
        Map<String, PlannedDelivery> now = deliveries(after);
        List<One> added = new ArrayList<>();
        List<One> gone = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        now.forEach((id, delivery) -> {
            if (!old.containsKey(id)) {
                added.add(one(delivery));
            }
        });
        old.forEach((id, delivery) -> {
            PlannedDelivery other = now.get(id);
            if (other == null) {
                gone.add(one(delivery));
                return;
            }
            List<Field> fields = fields(delivery, other);
            if (!fields.isEmpty()) {
                changed.add(new Changed(delivery.destination(), delivery.action(), fields));
            }
        });
        return new Difference(eventId, type, routeId, added, gone, changed, before.error(), after.error());
    }

    private static Map<String, PlannedDelivery> deliveries(Outcome outcome) {
        Map<String, PlannedDelivery> byId = new LinkedHashMap<>();
        outcome.plan().stream().filter(line -> line.delivery() != null).forEach(line -> byId.put(line.delivery().id(), line));
        return byId;
    }

    private static One one(PlannedDelivery line) {
        return new One(line.destination(), line.action(), line.why(), line.delivery().payload());
    }

    private static List<Field> fields(PlannedDelivery before, PlannedDelivery after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        Map<String, Field> fields = new TreeMap<>();
        old.forEach((path, value) -> {
            if (!value.equals(now.get(path))) {
                fields.put(path, new Field(path, value, now.get(path)));
            }
        });
        now.forEach((path, value) -> {
            if (!old.containsKey(path)) {
                fields.put(path, new Field(path, null, value));
            }
        });
        return List.copyOf(fields.values());
    }

    private static Map<String, String> flat(PlannedDelivery line) {
        Map<String, String> values = new TreeMap<>();
        put("key", line.delivery().key(), values);
        put("object", line.delivery().object(), values);
        flat("", line.delivery().payload(), values);
        return values;
    }

    private static void put(String path, String value, Map<String, String> values) {
        if (value != null) {
            values.put(path, value);
        }
    }

    private static void flat(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> flat(path + '/' + field.getKey(), field.getValue(), values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flat(path + '/' + i, node.get(i), values);
            }
        } else {
            values.put(path, node.asText());
        }
    }
}
