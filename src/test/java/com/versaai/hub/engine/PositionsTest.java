package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.support.HandClock;
import com.versaai.hub.support.HubTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is gone between two starts is told: of a topic of its own on the real broker, and a database of its own. */
@HubTest
class PositionsTest {

    private static final int RECORDS = 20;

    @Autowired
    private Admin admin;
    @Autowired
    private Brokers brokers;
    @Autowired
    private TopicReader reader;

    private final TopicPartition partition = new TopicPartition("hub.positions-" + UUID.randomUUID(), 0);
    private final String group = "hub.reader-" + UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcTemplate jdbc = new JdbcTemplate(Records.freshH2());

    @BeforeEach
    void someRecords() throws Exception {
        admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        write(RECORDS);
    }

    @AfterEach
    void forget() throws Exception {
        admin.deleteTopics(List.of(partition.topic())).all().get(30, TimeUnit.SECONDS);
        jdbc.execute("shutdown");
    }

    @Test
    void saysNothingWhereNothingIsMissing() throws Exception {
        acknowledge(5);
        positions().remember();
        acknowledge(7);
        write(3);
        delete(5);

        assertThat(compared(false)).isEmpty();
    }

    @Test
    void refusesToStartAfterRecordsWereDeletedUnread() throws Exception {
        acknowledge(5);
        positions().remember();
        delete(12);

        assertThatThrownBy(() -> positions().compare(false)).isInstanceOf(EngineStartException.class)
                .hasMessageContaining(partition + "@5..11 deleted, 7 of them not worked on by " + group)
                .satisfies(thrown -> assertThat(((EngineStartException) thrown).advice()).contains("--hub.bus.accept-loss=true"));

        assertThat(compared(true)).as("accepted once").singleElement()
                .satisfies(gap -> assertThat(gap).hasToString(partition + "@5..11 deleted, 7 of them not worked on by " + group));
        assertThat(compared(false)).as("and not asked again").isEmpty();
    }

    /** Kafka forgets a group without members after days: what the hub has written down is known. */
    @Test
    void remembersWhatKafkaHasForgotten() throws Exception {
        acknowledge(5);
        positions().remember();
        admin.deleteConsumerGroups(List.of(group)).all().get(30, TimeUnit.SECONDS);
        delete(12);

        assertThatThrownBy(() -> positions().compare(false)).isInstanceOf(EngineStartException.class).hasMessageContaining("@5..11 deleted");
    }

    /** A power cut took the end of the log: nobody can accept or refuse that, it is told. */
    @Test
    void tellsOfWhatAPowerCutTook() throws Exception {
        acknowledge(15);
        positions().remember();
        admin.deleteTopics(List.of(partition.topic())).all().get(30, TimeUnit.SECONDS);
        admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        write(12);

        assertThat(compared(false)).singleElement()
                .satisfies(gap -> assertThat(gap).hasToString(partition + "@12..19 cut off, 5 of them not worked on by " + group));
    }

    /** New records get the offsets of those that are gone: who stood behind them would never see these. */
    @Test
    void nobodyStandsBehindTheEndOfALogThatWasCut() throws Exception {
        acknowledge(RECORDS + 4);
        compared(false);

        assertThat(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get(30, TimeUnit.SECONDS).get(partition).offset()).isEqualTo(RECORDS);
    }

    @Test
    void knowsHowOldTheOldestUnreadRecordIs() throws Exception {
        acknowledge(5);
        HandClock tomorrow = new HandClock();
        tomorrow.forward(Duration.between(tomorrow.instant(), java.time.Instant.now()).plusDays(1));
        Positions positions = new Positions(admin, reader, jdbc, meters, tomorrow);
        positions.remember();
        assertThat(positions.ages().get(group)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertThat(meters.get("hub.bus.unread.age").tag("group", group).gauge().value()).isBetween(82_000.0, 90_000.0);

        acknowledge(RECORDS);
        positions.remember();

        assertThat(positions.ages()).containsEntry(group, Duration.ZERO);
    }

    private Positions positions() {
        return new Positions(admin, reader, jdbc, meters, new HandClock());
    }

    /** Of this test's topic: the hub's own consumers go on meanwhile. */
    private List<Positions.Gap> compared(boolean accepted) throws Exception {
        Positions positions = positions();
        positions.compare(accepted);
        return positions.gaps().stream().filter(gap -> gap.partition().equals(partition)).toList();
    }

    private void write(int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers.address()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), new byte[] {1}));
            }
            producer.flush();
        }
    }

    private void acknowledge(long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset))).all().get(30, TimeUnit.SECONDS);
    }

    private void delete(long before) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get(30, TimeUnit.SECONDS);
    }
}
