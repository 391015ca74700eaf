package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class FormerLifeTest {

    private static final String TOPIC = "kept";

    @TempDir
    private Path folder;

    /**
     * A copy of the folder of a broker at work is what a kill leaves: its registration is alive, and its session lasts a minute.
     */
    @Test
    @Timeout(50)
    void aKilledBrokerServesAgainLongBeforeItsFormerSessionIsOver() throws Exception {
        Path killed = folder.resolve("killed");
        try (EmbeddedKafka first = EmbeddedKafka.start(settings(folder.resolve("first")))) {
            write(first.brokers(), "before the kill");
            copy(folder.resolve("first"), killed);
        }
        assertThat(killed.resolve("meta.properties")).exists();
        assertThat(killed.resolve(".kafka_cleanshutdown")).doesNotExist();

        try (EmbeddedKafka second = EmbeddedKafka.start(settings(killed))) {
            assertThat(read(second.brokers())).isEqualTo("before the kill");
        }
        assertThat(killed.resolve(".kafka_cleanshutdown")).as("the next start has nothing to take away").exists();
    }

    private static BusProperties.Embedded settings(Path dataDir) {
        return new BusProperties.Embedded(true, 0, dataDir, null, DataSize.ofMegabytes(512));
    }

    private static void write(String brokers, String value) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers));
                var producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "acks", "all"),
                        new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8))).get(30, TimeUnit.SECONDS);
        }
    }

    private static String read(String brokers) {
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            for (int i = 0; i < 300; i++) {
                for (var found : consumer.poll(Duration.ofMillis(100))) {
                    return new String(found.value(), StandardCharsets.UTF_8);
                }
            }
            return "nothing";
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    copyIfThere(file, target);
                }
            }
        }
    }

    /** Kafka renames and deletes while it works. */
    private static void copyIfThere(Path file, Path target) throws IOException {
        try {
            Files.copy(file, target);
        } catch (FileSystemException e) {
            if (Files.exists(file)) {
                throw e;
            }
        }
    }
}
