package com.versaai.hub;

import static com.versaai.hub.support.StripeWebhooks.bytes;
import static com.versaai.hub.support.StripeWebhooks.event;
import static com.versaai.hub.support.StripeWebhooks.fresh;
import static com.versaai.hub.support.StripeWebhooks.gzip;
import static com.versaai.hub.support.StripeWebhooks.now;
import static com.versaai.hub.support.StripeWebhooks.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSender;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import com.versaai.hub.support.StripeWebhooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stripe's webhooks at the hub's door: who is let in, what is kept of it, what the sender hears. */
@HubTest
class ReceiveTest {

    private static final String SECRET = StripeWebhooks.SECRET;
    private static final String INBOX = "hub.inbox";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private MeterRegistry meters;

    private StripeWebhooks webhooks;
    private Bus bus;
    private Map<TopicPartition, Long> mark;

    @BeforeEach
    void markTheInbox() {
        hub.freshSimulators();
        webhooks = new StripeWebhooks(hub.uri("/webhooks/stripe"));
        bus = new Bus(brokers.address());
        mark = bus.end(INBOX);
    }

    // ---- who is refused

    @Test
    void refusesAWrongSignature() {
        String body = event("evt_wrong", "payment_intent.succeeded");
        assertRefused("wrong_signature", post(bytes(body), signed("whsec_other", now(), body)));
    }

    @Test
    void refusesAMissingSignature() {
        assertRefused("missing", post(bytes(event("evt_missing", "payment_intent.succeeded")), null));
    }

    @Test
    void refusesASignatureOfNoKnownForm() {
        assertRefused("malformed", post(bytes(event("evt_malformed", "payment_intent.succeeded")), "sha256=abcdef"));
    }

    @Test
    void refusesWhatWasSignedMoreThanFiveMinutesAgo() {
        String body = event("evt_stale", "payment_intent.succeeded");
        assertRefused("timestamp_too_old", post(bytes(body), signed(SECRET, now() - 310, body)));
    }

    @Test
    void refusesWhatWasSignedInTheFuture() {
        String body = event("evt_future", "payment_intent.succeeded");
        assertRefused("timestamp_in_future", post(bytes(body), signed(SECRET, now() + 360, body)));
    }

    @Test
    void refusesABodyThatChangedByOneByte() {
        StripeSample sample = hub.sample("payment_intent.succeeded", Map.of("amount", "12345"));
        String changed = sample.body().replace("12345", "12346");
        assertThat(changed).hasSameSizeAs(sample.body()).isNotEqualTo(sample.body());
        assertRefused("wrong_signature", post(bytes(changed), signed(SECRET, now(), sample.body())));
    }

    @Test
    void refusesWhatIsNoUtf8() {
        byte[] body = event("evt_latin1", "payment_intent.succeeded").replace("\"data\"", "\"na\u00efve\"").getBytes(StandardCharsets.ISO_8859_1);
        Hub.Answer answer = post(body, StripeSender.signature(SECRET, now(), body));
        assertProblem(answer, 400, "malformed");
        assertNothingStored();
    }

    @Test
    void refusesAVeryDeepBody() {
        String body = "{\"id\":\"evt_deep\",\"type\":\"x\",\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertProblem(post(bytes(body), signed(SECRET, now(), body)), 400, "malformed");
        assertNothingStored();
    }

    @Test
    void refusesABodyThatIsNoEvent() {
        for (String body : List.of("", "{", "[]", "null", "{\"id\":\"evt_1\"}", "{\"id\":1,\"type\":\"x\"}", "{\"id\":\"a\",\"id\":\"b\",\"type\":\"x\"}")) {
            assertThat(post(bytes(body), signed(SECRET, now(), body)).status()).as(body).isEqualTo(400);
        }
        assertNothingStored();
    }

    @Test
    void refusesABodyOverTheLimitWhetherItsLengthIsToldOrNot() {
        String body = "{\"id\":\"evt_large\",\"type\":\"x\",\"pad\":\"" + "x".repeat(2 << 20) + "\"}";
        String signature = signed(SECRET, now(), body);
        assertProblem(post(BodyPublishers.ofByteArray(bytes(body)), signature, Map.of()), 413, "too-large");
        assertProblem(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes(body))), signature, Map.of()), 413, "too-large");
        assertNothingStored();
    }

    /** On the bus headers are added to it, and Kafka's own limit is the same. */
    @Test
    void takesABodyOfTheLimit() {
        String start = "{\"id\":\"" + fresh() + "\",\"object\":\"event\",\"type\":\"account.updated\",\"created\":1760000000,\"pad\":\"";
        String body = start + "x".repeat((1 << 20) - start.length() - 2) + "\"}";

        Hub.Answer answer = post(bytes(body), signed(SECRET, now(), body));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(stored()).singleElement().satisfies(record -> assertThat(record.value()).hasSize(1 << 20).isEqualTo(bytes(body)));
    }

    @Test
    void unpacksGzipButNoBomb() {
        String body = event(fresh(), "account.updated");
        assertThat(post(BodyPublishers.ofByteArray(gzip(bytes(body))), signed(SECRET, now(), body), Map.of("Content-Encoding", "gzip")).status())
                .isEqualTo(200);
        assertThat(stored()).singleElement().satisfies(record -> assertThat(record.value()).isEqualTo(bytes(body)));

        byte[] bomb = gzip(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(100_000);
        assertProblem(post(BodyPublishers.ofByteArray(bomb), signed(SECRET, now(), body), Map.of("Content-Encoding", "gzip")), 413, "too-large");
        assertThat(stored()).hasSize(1);
    }

    // ---- what is kept

    @Test
    void keepsTheExactBytesWithVerdictPathAndHeadersButNoSecret() {
        String id = fresh();
        // Spaces, order and escapes are not those of any JSON library; the text is of several scripts.
        String body = "{ \"type\" : \"account.updated\",\r\n\t\"id\":\"" + id + "\",\"object\":\"event\",\"created\":1760000000,\"a\\u0062c\":\"Zoë 日本 🎉\", \"n\":1.0e2 }\n";
        Hub.Answer answer = post(BodyPublishers.ofByteArray(bytes(body)), signed(SECRET, now(), body), Map.of(
                "User-Agent", "Stripe/1.0", "Authorization", "Bearer geheim", "Cookie", "session=geheim", "X-API-Key", "geheim"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(hub.read(answer.body())).isEqualTo(hub.read("{\"received\":true}"));
        assertThat(stored()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(id);
            assertThat(record.value()).isEqualTo(bytes(body));
            Map<String, String> headers = Bus.headers(record);
            assertThat(headers).containsEntry("hub-source", "stripe").containsEntry("hub-verdict", "ok")
                    .containsEntry("hub-method", "POST").containsEntry("hub-path", "/webhooks/stripe")
                    .containsEntry("hub-provider-event-id", id).containsEntry("hub-type", "account.updated");
            assertThat(Duration.between(Instant.parse(headers.get("hub-received-at")), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
            assertThat(headers.get("hub-headers")).contains("stripe-signature").contains("Stripe/1.0");
            assertThat(headers.toString()).doesNotContain("geheim").doesNotContainIgnoringCase("cookie").doesNotContain(SECRET);
        });
    }

    @Test
    void takesPrettyPrintedAndNonAsciiBodies() {
        StripeSample sample = hub.sample("payment_intent.succeeded", Map.of("description", "„Pro“ 日本 🎉"));
        assertThat(sample.body()).contains("\n").contains("日本");

        assertThat(post(sample.bytes(), signed(SECRET, now(), sample.body())).status()).isEqualTo(200);

        assertThat(stored()).singleElement().satisfies(record -> assertThat(record.value()).isEqualTo(sample.bytes()));
        hub.timelineWhen(sample.eventId(), "delivered");
    }

    @Test
    void takesBothSecretsWhileOneIsRolled() {
        for (String secret : List.of(SECRET, HubTestEnvironment.ROLLED_SECRET)) {
            String body = event(fresh(), "account.updated");
            assertThat(post(bytes(body), signed(secret, now(), body)).status()).as(secret).isEqualTo(200);
        }
        // Meanwhile Stripe signs with both; one that is right is enough.
        String body = event(fresh(), "account.updated");
        String both = signed("whsec_not_ours", now(), body) + "," + signed(SECRET, now(), body).replaceFirst("t=\\d+,", "");
        assertThat(post(bytes(body), both).status()).isEqualTo(200);
        assertThat(stored()).hasSize(3);
    }

    @Test
    void keepsCountsAndShowsAnEventOfUnknownType() {
        String id = fresh();
        String body = event(id, "climate.order.created");
        double before = count("hub.webhooks.mapped", "outcome", "unknown");

        assertThat(post(bytes(body), signed(SECRET, now(), body)).status()).isEqualTo(200);

        JsonNode timeline = hub.timeline(id, seen -> seen.findValuesAsText("step").contains("ignored"));
        assertThat(timeline.findValuesAsText("step")).contains("received", "verified", "ignored");
        assertThat(timeline.toString()).contains("climate.order.created");
        assertThat(stored()).hasSize(1);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(count("hub.webhooks.mapped", "outcome", "unknown")).isEqualTo(before + 1));
    }

    @Test
    void tellsTheOperatorHowManyWereRefusedAndWhy() {
        post(bytes("{}"), null);
        Hub.Answer metrics = hub.call("GET", "/actuator/prometheus", null, Map.of());
        assertThat(metrics.body()).containsPattern("hub_webhooks_received_total\\{[^}]*source=\"stripe\"[^}]*verdict=\"missing\"");
    }

    // ----

    private void assertRefused(String reason, Hub.Answer answer) {
        assertProblem(answer, 401, reason.equals("timestamp_in_future") ? "clock-skew" : "signature-invalid");
        assertThat(hub.read(answer.body()).path("reason").asText()).isEqualTo(reason);
        assertThat(answer.body()).doesNotContain(SECRET);
        assertThat(count("hub.webhooks.received", "verdict", reason)).isPositive();
        assertNothingStored();
    }

    private void assertProblem(Hub.Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
        assertThat(hub.read(answer.body()).path("type").asText()).endsWith(slug);
    }

    private void assertNothingStored() {
        assertThat(stored()).isEmpty();
    }

    private List<ConsumerRecord<String, byte[]>> stored() {
        return bus.since(mark);
    }

    private double count(String meter, String tag, String value) {
        return meters.find(meter).tag("source", "stripe").tag(tag, value).counters().stream().mapToDouble(counter -> counter.count()).sum();
    }

    private Hub.Answer post(byte[] body, String signature) {
        return post(BodyPublishers.ofByteArray(body), signature, Map.of());
    }

    private Hub.Answer post(BodyPublisher body, String signature, Map<String, String> headers) {
        return webhooks.post(body, signature, headers);
    }
}
