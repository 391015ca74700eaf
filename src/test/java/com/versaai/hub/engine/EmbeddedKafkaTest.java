package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.HubTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest
class EmbeddedKafkaTest {

    @Autowired
    private Admin admin;
    @Autowired
    private BusProperties settings;

    /** What one broker takes and the other refuses would be lost on the way from the laptop to the cluster. */
    @Test
    void takesRecordsAsLargeAsTheClustersBroker() throws Exception {
        Matcher cluster = Pattern.compile("KAFKA_MESSAGE_MAX_BYTES: \"(\\d+)\"").matcher(Files.readString(Path.of("docker-compose.yml")));
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");

        Config embedded = admin.describeConfigs(List.of(broker)).all().get(10, TimeUnit.SECONDS).get(broker);

        assertThat(cluster.find()).isTrue();
        assertThat(embedded.get("message.max.bytes").value()).isEqualTo(cluster.group(1));
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
