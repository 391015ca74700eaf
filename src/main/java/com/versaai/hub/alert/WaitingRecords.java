package com.versaai.hub.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tells when records have waited for half of what Kafka keeps them: long before an external one deletes them, and in any case longer than
 * a circuit or an outage should take. Bean {@code waitingRecords}.
 */
class WaitingRecords {

    private final Supplier<Map<String, Duration>> ages;
    private final EventPublisher events;
    private final Duration longest;
    private final Clock clock;
    private final Set<String> told = new HashSet<>();

    /**
     * @param ages      by consumer group, how long its oldest record has waited
     * @param retention how long Kafka keeps a record
     */
    WaitingRecords(Supplier<Map<String, Duration>> ages, EventPublisher events, Duration retention, Clock clock) {
        this.ages = ages;
        this.events = events;
        this.longest = retention.dividedBy(2);
        this.clock = clock;
    }

    /** Tells of groups that have fallen behind, and of those that have caught up, once each. What cannot be told is told the next time. */
    public synchronized void tell() throws JsonProcessingException {
        for (Map.Entry<String, Duration> one : ages.get().entrySet()) {
            boolean late = one.getValue().compareTo(longest) > 0;
            if (late && !told.contains(one.getKey())) {
                publish("system.health.degraded", one.getKey(), "records wait for " + one.getValue().toHours() + " h");
                told.add(one.getKey());
            } else if (!late && told.contains(one.getKey())) {
                publish("system.health.recovered", one.getKey(), "nothing waits for long");
                told.remove(one.getKey());
            }
        }
    }

    private void publish(String type, String group, String status) throws JsonProcessingException {
        Instant now = clock.instant();
        events.publish(Event.of("/hub", group + "@" + now, type, group, now, new TreeMap<>(Map.of("service", group, "status", status, "error", "records_wait"))));
    }
}
