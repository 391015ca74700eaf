package com.versaai.hub.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.event.Event;
import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {

    private final Map<String, Duration> ages = new HashMap<>();
    private final List<Event> told = new ArrayList<>();
    private boolean away;
    private final WaitingRecords records = new WaitingRecords(() -> ages, event -> {
        if (away) {
            throw new TimeoutException("away");
        }
        told.add(event);
    }, Duration.ofDays(7), new HandClock());

    @Test
    void tellsLongBeforeKafkaDeletesAndOnce() throws Exception {
        ages.put("hub.slack-deliver", Duration.ofHours(84));
        ages.put("hub.inbox-map", Duration.ZERO);
        records.tell();
        assertThat(told).as("half of seven days is not over").isEmpty();

        ages.put("hub.slack-deliver", Duration.ofHours(85));
        records.tell();
        records.tell();

        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("system.health.degraded");
            assertThat(event.data()).containsEntry("service", "hub.slack-deliver").containsEntry("status", "records wait for 85 h");
        });

        ages.put("hub.slack-deliver", Duration.ofMinutes(1));
        records.tell();
        assertThat(told).extracting(Event::type).containsExactly("system.health.degraded", "system.health.recovered");
    }

    @Test
    void whatCouldNotBeToldIsToldTheNextTime() throws Exception {
        ages.put("hub.slack-deliver", Duration.ofHours(85));
        away = true;
        assertThatThrownBy(records::tell).isInstanceOf(TimeoutException.class);
        away = false;

        records.tell();

        assertThat(told).hasSize(1);
    }
}
