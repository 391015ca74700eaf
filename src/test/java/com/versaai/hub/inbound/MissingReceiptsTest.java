package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class MissingReceiptsTest {

    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 1, 5, 12, 0, 0, 0, ZoneOffset.UTC);

    private final JdbcTemplate jdbc = new JdbcTemplate(Records.freshH2());
    private final HandClock clock = new HandClock();
    private final MissingReceipts receipts = new MissingReceipts(jdbc, offsets -> offsets.keySet().stream()
            .collect(Collectors.toMap(partition -> partition, partition -> HandClock.NOON)), clock);
    private final TopicPartition one = new TopicPartition("hub.inbox", 0);
    private final TopicPartition other = new TopicPartition("hub.inbox", 1);

    @Test
    void saysNothingWhereTheNewestIsKnown() {
        received(one, 9);

        assertThat(receipts.look(Map.of(one, 10L, other, 0L, new TopicPartition("hub.events.x", 0), 7L))).isEmpty();
    }

    @Test
    void countsBackToTheNewestThatIsKnown() {
        received(one, 9);
        received(other, 1999);

        assertThat(receipts.look(Map.of(one, 1300L, other, 2000L))).containsExactly("hub.inbox-0@10..1299");
    }

    /** What could not be read has no receipt, but a dead letter. */
    @Test
    void aRequestThatNobodyCouldReadIsKnownToo() {
        jdbc.update("insert into delivery (id, event_id, destination, action, event_type, created_at, state, round, attempts, updated_at) "
                + "values ('inbox/hub.inbox-0@9/map', 'unknown', 'inbox', 'inbox-map', 'unknown', ?, 'dead', 0, 1, ?)", NOON, NOON);

        assertThat(receipts.look(Map.of(one, 10L))).isEmpty();
    }

    @Test
    void aDatabaseThatKnowsNothingIsOlderThanAll() {
        assertThat(receipts.look(Map.of(one, 3L))).containsExactly("hub.inbox-0@0..2");
    }

    @Test
    void whatIsOldMayBeForgotten() {
        clock.forward(Duration.ofHours(73));

        assertThat(receipts.look(Map.of(one, 3L))).isEmpty();
    }

    private void received(TopicPartition partition, long offset) {
        jdbc.update("insert into receipt (location, source, received_at, verdict, outcome, mapped_at) values (?, 'stripe', ?, 'ok', 'mapped', ?)",
                partition + "@" + offset, NOON, NOON);
    }
}
