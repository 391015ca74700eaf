package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.MIXPANEL;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A bad day: 2 000 messages of the business wait for Slack, which takes one a second, and 2 000 deliveries elsewhere die. */
@HubTest
@DirtiesContext // a context of its own, for Slack's real rate; no other class can use it
class AlertLaneTest {

    private static final int MANY = 2000;
    private static final int FEW = 30;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Pattern COUNT = Pattern.compile("(\\d+) más en ");

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private ObjectMapper json;
    @Autowired
    @Qualifier("lastLines")
    private AutoCloseable lastLines;
    private KafkaProducer<String, byte[]> bus;

    @AfterEach
    void close() {
        bus.close();
        // The simulators are those of every test of this JVM.
        hub.simulators().faults().clear();
    }

    @DynamicPropertySource
    static void slacksRate(DynamicPropertyRegistry registry) {
        registry.add("test.slack-rate", () -> "1");
        registry.add("test.alerts-window", () -> "1d");
        registry.add("hub.public-url", () -> "https://hub.example.test");
        registry.add("spring.jmx.enabled", () -> "false");
    }

    @Test
    void twoThousandDeadLettersAreTwoAlertsAndNobodyWaitsForThem() throws Exception {
        hub.freshSimulators();
        bus = new KafkaProducer<>(Map.of("bootstrap.servers", brokers.address()), new StringSerializer(), new ByteArraySerializer());
        // Else a line that a test before has caused would stand for those of this one.
        lastLines.close();
        Queue<String> lines = listen();
        for (int i = 0; i < MANY; i++) {
            send("hub.deliveries.slack", "one customer", delivery("slack", "user-registered",
                    json.createObjectNode().put("channel", "#growth").put("text", "business " + i)));
        }
        await().atMost(Hub.SOON).until(() -> business() > 0);
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(400).withError("INVALID_FIELD"));
        long before = System.nanoTime();
        long businessBefore = business();
        for (int i = 0; i < MANY; i++) {
            send("hub.deliveries.mixpanel", "customer " + i, delivery("mixpanel", "track", json.createArrayNode().add(json.createObjectNode())));
        }

        // The alert is out while all but a few of the messages before it still wait.
        await().atMost(Hub.SOON).until(() -> alerts().size() == 1);
        assertThat(business()).isLessThan(MANY / 4);
        assertThat(alerts().get(0).body()).contains("mixpanel", "https://hub.example.test/catalog/letters?destination=mixpanel");
        await().atMost(LONG).until(() -> rows("delivery where destination = 'mixpanel' and state = 'dead'") == MANY);
        await().atMost(LONG).until(() -> rows("alert_notice where counted_at is not null") == MANY);
        assertThat(alerts()).as("of 2 000").hasSize(1);

        unmappable();
        assertThat(lines.stream().filter(line -> line.contains("could not be mapped")).toList()).hasSize(1);
        await().atMost(Hub.SOON).until(() -> alerts().size() == 2);

        // The window is over.
        jdbc.update("update alert_group set window_to = window_from");
        await().atMost(Hub.SOON).until(() -> alerts().size() == 4);
        assertThat(alerts()).extracting(AlertLaneTest::count).containsExactlyInAnyOrder(1, 1, MANY - 1, FEW - 1);

        long seconds = Duration.ofNanos(System.nanoTime() - before).toSeconds();
        assertThat(business() - businessBefore).as("went on at its own rate in %d s", seconds).isGreaterThanOrEqualTo(Math.max(1, seconds / 4));
        assertThat(lines.stream().filter(line -> line.startsWith("Dead letter")).toList()).hasSize(1);
        assertThat(lines).as("all lines of 2 000 letters").hasSizeLessThan(10);
        assertThat(rows("delivery where destination = 'slack-alerts'")).as("deliveries of alerts").isEqualTo(4);
        assertThat(hub.get("/api/v1/integrations").path("items").findValuesAsText("destination")).contains("slack", "slack-alerts");
        shownWhereTheAlertLinksTo();
    }

    /** Another group: requests whose objects make no sense, each with its own id in its cause. */
    private void unmappable() {
        for (int i = 0; i < FEW; i++) {
            StripeSample good = hub.sample("payment_intent.succeeded", Map.of("currency", "xxx"));
            hub.post(new StripeSample(good.eventId(), good.type(), good.body().replaceAll("\"currency\": ?\"xxx\"", "\"currency\":[]"), good.objectPath(),
                    good.object()));
        }
        await().atMost(Hub.SOON).until(() -> rows("delivery where destination = 'inbox' and state = 'dead'") == FEW);
        await().atMost(Hub.SOON).until(() -> rows("alert_notice where service = 'inbox' and counted_at is not null") == FEW);
    }

    private static int count(Effect alert) {
        Matcher count = COUNT.matcher(alert.body());
        return count.find() ? Integer.parseInt(count.group(1)) : 1;
    }

    /** Who is not logged in, or from elsewhere, sees none of it: the page is guarded like Hawtio. */
    private void shownWhereTheAlertLinksTo() {
        JsonNode all = json(hub.call("GET", "/catalog/letters.json?destination=mixpanel&class=PERMANENT", null, Map.of()));
        assertThat(all.path("items")).hasSize(200).allSatisfy(letter -> assertThat(letter.path("deliveryId").asText()).contains("/mixpanel/track"));
        assertThat(all.path("more").asBoolean()).isTrue();
        assertThat(all.toString()).doesNotContain("payload");
        assertThat(json(hub.call("GET", "/catalog/letters.json?destination=mixpanel&code=another", null, Map.of())).path("items")).isEmpty();
        assertThat(hub.call("GET", "/catalog/letters.json?code=%00", null, Map.of()).status()).isEqualTo(400);
        assertThat(hub.call("GET", "/catalog/letters.json", null, Map.of("X-Forwarded-For", "203.0.113.7")).status()).isEqualTo(403);
        Hub.Answer page = hub.call("GET", "/catalog/letters?destination=mixpanel", null, Map.of());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("/catalog/letters.js").doesNotContain("<script>", "onclick");
        assertThat(page.headers().get("content-security-policy")).contains("default-src 'self'");
    }

    private JsonNode json(Hub.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return hub.read(answer.body());
    }

    private void send(String topic, String key, byte[] value) {
        bus.send(new ProducerRecord<>(topic, key, value));
    }

    private byte[] delivery(String destination, String action, JsonNode payload) {
        String event = UUID.randomUUID().toString();
        return json.createObjectNode().put("id", event + '/' + destination + '/' + action).put("destination", destination).put("action", action)
                .put("eventId", event).put("eventType", "user.registered").put("round", 0).set("payload", payload).toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<Effect> alerts() {
        return hub.simulators().effects().of(SLACK).stream().filter(effect -> effect.key().startsWith("#alerts|")).toList();
    }

    private long business() {
        return hub.simulators().effects().of(SLACK).stream().filter(effect -> effect.body().contains("business ")).count();
    }

    private int rows(String what) {
        return jdbc.queryForObject("select count(*) from " + what, Integer.class);
    }

    private static Queue<String> listen() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent line) {
                if (line.getLevel().isGreaterOrEqual(Level.WARN)) {
                    lines.add(line.getFormattedMessage());
                }
            }
        };
        listener.start();
        // The hub's own: a broker on a busy machine has its own troubles to tell, and KnownNoise keeps those out.
        ((Logger) LoggerFactory.getLogger("com.versaai.hub")).addAppender(listener);
        return lines;
    }
}
