package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.HubTest;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest
class TopicTrimTest {

    private static final int RECORDS = 300;
    private static final int SIZE = 10_000;

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

        new TopicTrim(admin, partition.topic()::equals, RECORDS * SIZE / 2).trim();

        assertThat(start()).isBetween(RECORDS / 2L, RECORDS / 2L + 10);
    }

    @Test
    void deletesNothingThatOneOfTheGroupsHasNotAcknowledged() throws Exception {
        acknowledge("quick", 200);
        acknowledge("slow", 40);

        new TopicTrim(admin, partition.topic()::equals, SIZE).trim();

        assertThat(start()).isEqualTo(40);
    }

    @Test
    void deletesNothingWhereNobodyHasReadYet() throws Exception {
        new TopicTrim(admin, partition.topic()::equals, SIZE).trim();

        assertThat(start()).isZero();
    }

    @Test
    void leavesATopicAloneThatIsNotTooLargeOrHasNoLimit() throws Exception {
        acknowledge("reader", RECORDS);

        new TopicTrim(admin, partition.topic()::equals, 2L * RECORDS * SIZE).trim();
        new TopicTrim(admin, partition.topic()::equals, 0).trim();

        assertThat(start()).isZero();
    }

    private void acknowledge(String group, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(partition.topic() + '-' + group, Map.of(partition, new OffsetAndMetadata(offset))).all().get(30, TimeUnit.SECONDS);
    }

    private long start() throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition).get(30, TimeUnit.SECONDS).offset();
    }
}
