package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.HubTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest
class TopicTrimTest {

    private static final int RECORDS = 300;
    private static final int SIZE = 10_000;
    private static final Clock CLOCK = Clock.systemUTC();
    /** Eight days later. */
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofDays(8));
    private static final Duration WEEK = Duration.ofDays(7);

    @Autowired
    private Admin admin;
    @Autowired
    private Brokers brokers;

    private final TopicPartition partition = new TopicPartition("hub.trim-" + UUID.randomUUID(), 0);

    @BeforeEach
    void threeMegabytes() throws Exception {
        admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers.address()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), new byte[SIZE]));
            }
            producer.flush();
        }
    }

    @AfterEach
    void forget() throws Exception {
        admin.deleteTopics(List.of(partition.topic())).all().get(30, TimeUnit.SECONDS);
    }

    @Test
    void deletesTheOldestUntilTheSizeIsKept() throws Exception {
        acknowledge("reader", RECORDS);

        new TopicTrim(admin, partition.topic()::equals, RECORDS * SIZE / 2, null, CLOCK).trim();

        assertThat(start()).isBetween(RECORDS / 2L, RECORDS / 2L + 10);
    }

    @Test
    void deletesNothingThatOneOfTheGroupsHasNotAcknowledged() throws Exception {
        acknowledge("quick", 200);
        acknowledge("slow", 40);

        new TopicTrim(admin, partition.topic()::equals, SIZE, null, CLOCK).trim();

        assertThat(start()).isEqualTo(40);
    }

    @Test
    void deletesNothingWhereNobodyHasReadYet() throws Exception {
        new TopicTrim(admin, partition.topic()::equals, SIZE, null, CLOCK).trim();

        assertThat(start()).isZero();
    }

    @Test
    void leavesATopicAloneThatIsNotTooLargeOrHasNoLimit() throws Exception {
        acknowledge("reader", RECORDS);

        new TopicTrim(admin, partition.topic()::equals, 2L * RECORDS * SIZE, null, CLOCK).trim();
        new TopicTrim(admin, partition.topic()::equals, 0, null, CLOCK).trim();

        assertThat(start()).isZero();
    }

    @Test
    void deletesWhatIsOldButNothingThatWaits() throws Exception {
        acknowledge("quick", RECORDS);
        acknowledge("slow", 40);

        new TopicTrim(admin, partition.topic()::equals, 0, WEEK, CLOCK).trim();
        assertThat(start()).as("not old yet").isZero();
        new TopicTrim(admin, partition.topic()::equals, 0, WEEK, LATER).trim();
        assertThat(start()).isEqualTo(40);
        acknowledge("slow", RECORDS);
        new TopicTrim(admin, partition.topic()::equals, 0, WEEK, LATER).trim();

        assertThat(start()).isEqualTo(RECORDS);
    }

    @Test
    void aQueueThatNobodyReadsIsKeptHoweverOld() throws Exception {
        new TopicTrim(admin, partition.topic()::equals, 0, WEEK, LATER).trim();

        assertThat(start()).isZero();
    }

    /** Kafka's own retention deletes what nobody has read: a hub that was off for eight days began with a loss. */
    @Test
    void kafkaItselfDeletesNothing() throws Exception {
        List<ConfigResource> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                .filter(name -> name.matches("hub\\.(inbox|events\\..*|deliveries\\..*)")).map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();

        assertThat(topics).hasSizeGreaterThan(20);
        assertThat(admin.describeConfigs(topics).all().get(30, TimeUnit.SECONDS).values())
                .allSatisfy(config -> assertThat(config.get("retention.ms").value()).isEqualTo("-1"));
    }

    private void acknowledge(String group, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(partition.topic() + '-' + group, Map.of(partition, new OffsetAndMetadata(offset))).all().get(30, TimeUnit.SECONDS);
    }

    private long start() throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition).get(30, TimeUnit.SECONDS).offset();
    }
}
