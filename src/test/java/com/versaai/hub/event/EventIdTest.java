package com.versaai.hub.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdTest {

    @Test
    void theSameNameHasTheSameId() {
        assertThat(EventId.of("/stripe", "evt_1", "payment.processed")).isEqualTo(EventId.of("/stripe", "evt_1", "payment.processed"))
                .isNotEqualTo(EventId.of("/stripe", "evt_1", "payment.failed"));
        // By Python's uuid.uuid5, with the hub's namespace.
        assertThat(EventId.name("x")).isEqualTo("88d2b626-3469-53a3-bee7-613575f151d1");
    }

    @Test
    void newIdsStandInTheOrderOfTime() {
        List<String> ids = Stream.generate(EventId::next).limit(10_000).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids).extracting(id -> UUID.fromString(id).version()).containsOnly(7);
    }

    @Test
    void anEventOfTheHubsOwnIsKnownByItsIdAlone() {
        Event event = Event.own("ai.request.completed", "ada", Instant.EPOCH, Map.of());
        assertThat(event.source()).isEqualTo("/hub");
        assertThat(List.of(event.originid(), event.correlationid())).containsOnly(event.id());
        assertThat(Event.own("ai.request.completed", "ada", Instant.EPOCH, Map.of()).id()).isGreaterThan(event.id());
    }
}
