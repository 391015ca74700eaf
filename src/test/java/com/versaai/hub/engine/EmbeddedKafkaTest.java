package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.support.HubTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest
class EmbeddedKafkaTest {

    @Autowired
    private Admin admin;
    @Autowired
    private BusProperties settings;
    @Autowired
    private Brokers brokers;

    /** What one broker takes and the other refuses would be lost on the way from the laptop to the cluster. */
    @Test
    void takesRecordsAsLargeAsTheClustersBroker() throws Exception {
        Matcher cluster = Pattern.compile("KAFKA_MESSAGE_MAX_BYTES: \"(\\d+)\"").matcher(Files.readString(Path.of("docker-compose.yml")));
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");

        Config embedded = admin.describeConfigs(List.of(broker)).all().get(10, TimeUnit.SECONDS).get(broker);

        assertThat(cluster.find()).isTrue();
        assertThat(embedded.get("message.max.bytes").value()).isEqualTo(cluster.group(1));
    }

    /** Producers of others may compress; the broker opens what they sent when it checks or converts it. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void takesAndGivesEveryCompression(CompressionType compression) throws Exception {
        String topic = "compressed-" + compression.name;
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("compression.type", compression.name.equals("none")
                ? "uncompressed" : compression.name)))).all().get(30, TimeUnit.SECONDS);
        byte[] value = "the same again and again, ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers.address(), "auto.offset.reset", "earliest");
        Map<String, Object> producing = new HashMap<>(settings);
        // Another than the topic's where there is one: the broker then unpacks and packs again.
        producing.put("compression.type", compression == CompressionType.LZ4 ? "gzip" : "lz4");
        try (var producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
                var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() ->
                    assertThat(consumer.poll(Duration.ofMillis(100))).singleElement().satisfies(found -> assertThat(found.value()).isEqualTo(value)));
        } finally {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** Kafka's own way to change log levels from afar is Log4j's; it must be off without a word, and not half there. */
    @Test
    void hasNoLog4jToConfigureFromAfar() throws Exception {
        assertThat(getClass().getClassLoader().getResource("org/apache/logging/log4j/core/LoggerContext.class")).isNull();
        ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");

        assertThat(admin.describeConfigs(List.of(loggers)).all().get(10, TimeUnit.SECONDS).get(loggers).entries()).isEmpty();
    }

    /** A broker that others run may have a limit of its own, lower than the largest request. */
    @Test
    void topicsTakeWhatTheHubSendsWhateverTheBrokersDefault() throws Exception {
        ConfigResource inbox = new ConfigResource(ConfigResource.Type.TOPIC, Topics.INBOX);
        ConfigEntry limit = admin.describeConfigs(List.of(inbox)).all().get(10, TimeUnit.SECONDS).get(inbox).get("max.message.bytes");

        assertThat(limit.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(limit.value()).isEqualTo(Integer.toString(settings.maxRecord()));
    }
}
