package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.Subscriptions.Subscription;
import com.versaai.hub.support.HubTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where a subscriber begins, on the real broker and with a database of its own. */
@HubTest
class SubscriptionsTest {

    private static final int RECORDS = 10;
    private static final Duration HOUR = Duration.ofHours(1);

    @Autowired
    private Admin admin;
    @Autowired
    private Brokers brokers;

    private final TopicPartition partition = new TopicPartition("hub.subscriptions-" + UUID.randomUUID(), 0);
    private final String subscriber = "reader-" + UUID.randomUUID();
    private final JdbcTemplate jdbc = new JdbcTemplate(Records.freshH2());
    private final Instant now = Instant.now();

    /** One an hour, the youngest half an hour old. */
    @BeforeEach
    void someRecords() throws Exception {
        admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        for (int i = RECORDS - 1; i >= 0; i--) {
            write(now.minus(HOUR.multipliedBy(i)).minusSeconds(1800));
        }
    }

    @AfterEach
    void forget() throws Exception {
        admin.deleteTopics(List.of(partition.topic())).all().get(30, TimeUnit.SECONDS);
        jdbc.execute("shutdown");
    }

    @Test
    void aNewOneBeginsWithTheMomentItWasSavedAlsoWhenThatIsOver() throws Exception {
        write(now.plusMillis(5));

        begin(null);

        assertThat(place()).isEqualTo(RECORDS);
    }

    @Test
    void aNewOneBeginsFromWhereItSays() throws Exception {
        begin("3h");
        assertThat(place()).isEqualTo(RECORDS - 3);
    }

    @Test
    void whoHasAPlaceKeepsItWhateverItSays() throws Exception {
        begin("beginning");
        assertThat(place()).isZero();

        begin("now");
        begin(null);

        assertThat(place()).isZero();
    }

    @Test
    void theSecondNodeTakesThePlaceThatTheFirstHasWrittenDown() throws Exception {
        jdbc.update(Positions.INSERT, "hub." + subscriber, partition.topic(), 0, 4, RECORDS, java.time.OffsetDateTime.now());

        begin(null);

        assertThat(place()).isEqualTo(4);
    }

    @Test
    void whomKafkaHasForgottenGoesOnWhereItWas() throws Exception {
        begin("3h");
        admin.deleteConsumerGroups(List.of("hub." + subscriber)).all().get(30, TimeUnit.SECONDS);
        write(now.plusMillis(5));

        begin(null);

        assertThat(place()).isEqualTo(RECORDS - 3);
    }

    @Test
    void aTopicThatAKnownOneHadNothingOfIsReadFromItsBeginningUnlessItSaysSince() throws Exception {
        TopicPartition other = new TopicPartition("hub.subscriptions-other-" + UUID.randomUUID(), 0);
        admin.createTopics(List.of(new NewTopic(other.topic(), 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        new GroupOffsets(admin).moveTo("hub." + subscriber, other, 0);

        begin(null);
        assertThat(place()).isZero();

        admin.deleteConsumerGroupOffsets("hub." + subscriber, Set.of(partition)).all().get(30, TimeUnit.SECONDS);
        jdbc.update("delete from bus_position");
        begin("now");
        assertThat(place()).isEqualTo(RECORDS);
        admin.deleteTopics(List.of(other.topic())).all().get(30, TimeUnit.SECONDS);
    }

    @Test
    void wordsThatAreNoTimeAreTold() {
        assertThat(Subscriptions.since("7d", now)).isEqualTo(now.minus(Duration.ofDays(7)));
        assertThat(Subscriptions.since("2026-01-05T10:00:00Z", now)).isEqualTo(Instant.parse("2026-01-05T10:00:00Z"));
        assertThatThrownBy(() -> Subscriptions.since("yesterday", now)).hasMessageContaining("since must be");
    }

    private void begin(String since) {
        new Subscriptions(admin, jdbc, Clock.systemUTC()).begin(new Subscription(subscriber, Set.of(partition.topic()), since), now);
    }

    private long place() throws Exception {
        return new GroupOffsets(admin).acknowledged(Set.of("hub." + subscriber)).get("hub." + subscriber).get(partition);
    }

    private void write(Instant at) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers.address());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(partition.topic(), 0, at.toEpochMilli(), null, new byte[] {1})).get(30, TimeUnit.SECONDS);
        }
    }
}
