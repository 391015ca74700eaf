package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Records that somebody else wrote into the hub's topics are kept for a person to look at, and hold up nobody. */
@HubTest
class UnreadableRecordsTest {

    private static final String LETTERS = "/api/v1/dead-letters";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;

    private final String subject = "u-" + UUID.randomUUID();

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        hub.discardDeadLetters();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "{}", "null", "[1]",
        "{\"id\":\"e/mixpanel/track\",\"destination\":\"mixpanel\",\"payload\":{}}",
        "{\"id\":\"e/mixpanel/track\",\"destination\":\"mixpanel\",\"action\":\"track\",\"eventId\":\"e\",\"eventType\":\"user.login\"}",
        "{\"id\":\"e/slack/track\",\"destination\":\"slack\",\"action\":\"track\",\"eventId\":\"e\",\"eventType\":\"user.login\",\"payload\":{}}",
        "{\"id\":\"e/fax/track\",\"destination\":\"fax\",\"action\":\"track\",\"eventId\":\"e\",\"eventType\":\"user.login\",\"payload\":{}}",
        "{\"id\":\"other\",\"destination\":\"mixpanel\",\"action\":\"track\",\"eventId\":\"e\",\"eventType\":\"user.login\",\"payload\":{}}"})
    void ofADeliveryQueue(String value) {
        write("hub.deliveries.mixpanel", value);

        JsonNode letter = letter("mixpanel");

        assertThat(letter.path("payload").textValue()).isEqualTo(value);
        assertThat(letter.path("cause").asText()).startsWith("not a delivery: ").doesNotContain("rubbish");
        theNextOneIsDelivered();
        canOnlyBeDiscarded(letter);
    }

    @Test
    void keepEveryByte() {
        String text = "ñ\0\n" + "x".repeat(300_000);
        write("hub.deliveries.mixpanel", text);
        assertThat(letter("mixpanel").path("payload").textValue()).isEqualTo(text);
        hub.discardDeadLetters();

        byte[] binary = {(byte) 0xff, 0, 1};
        for (String topic : List.of("hub.deliveries.mixpanel", "hub.events.user.login")) {
            new Bus(brokers.address()).write(topic, subject, binary, Map.of());
        }

        for (String destination : List.of("mixpanel", "routing")) {
            assertThat(letter(destination).at("/payload/base64").asText()).isEqualTo(Base64.getEncoder().encodeToString(binary));
        }
    }

    @Test
    void ofADeliveryQueueWithNamesTooLongForTheHistory() {
        String action = "a".repeat(61);
        write("hub.deliveries.mixpanel", "{\"id\":\"e/mixpanel/" + action + "\",\"destination\":\"mixpanel\",\"action\":\"" + action
                + "\",\"eventId\":\"e\",\"eventType\":\"user.login\",\"payload\":{}}");

        letter("mixpanel");

        theNextOneIsDelivered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "{}", "null", "{\"id\":\"e1\",\"type\":\"user.login\",\"data\":{}}",
        "{\"id\":\"0123456789012345678901234567890123456789-too-long\",\"source\":\"/x\",\"type\":\"user.login\",\"data\":{}}",
        "{\"id\":\"e1\",\"source\":\"/x\",\"type\":\"user.login\",\"data\":[]}"})
    void ofAnEventTopic(String value) {
        write("hub.events.user.login", value);

        JsonNode letter = letter("routing");

        assertThat(letter.path("payload").textValue()).isEqualTo(value);
        assertThat(letter.path("cause").asText()).contains("is not an event: ").doesNotContain("rubbish");
        theNextOneIsDelivered();
        canOnlyBeDiscarded(letter);
    }

    @Test
    void ofTheInbox() {
        write("hub.inbox", "rubbish");

        JsonNode letter = letter("inbox");

        canOnlyBeDiscarded(letter);
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of("amount", "100")), "delivered");
    }

    @Test
    void withoutAValue() {
        new Bus(brokers.address()).write("hub.deliveries.mixpanel", subject, null, Map.of());

        assertThat(letter("mixpanel").path("payload").isNull()).isTrue();

        theNextOneIsDelivered();
    }

    private void write(String topic, String value) {
        new Bus(brokers.address()).write(topic, subject, value.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private JsonNode letter(String destination) {
        await().atMost(Hub.SOON).until(() -> !hub.get(LETTERS + "?destination=" + destination).path("items").isEmpty());
        JsonNode items = hub.get(LETTERS + "?destination=" + destination).path("items");
        assertThat(items).hasSize(1);
        return hub.get(LETTERS + "/" + items.get(0).path("id").asText());
    }

    /** The same subject means the same partition. */
    private void theNextOneIsDelivered() {
        String id = "test-" + UUID.randomUUID();
        String event = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/versaai\",\"type\":\"user.login\",\"subject\":\"" + subject
                + "\",\"data\":{\"id\":\"" + subject + "\",\"email\":\"ada@example.test\",\"name\":\"Ada\",\"source\":\"web\"}}";
        assertThat(hub.call("POST", "/api/v1/events", event.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/cloudevents+json")).status()).isEqualTo(202);
        hub.deliveryWhen(id, "mixpanel", "delivered");
    }

    private void canOnlyBeDiscarded(JsonNode letter) {
        String id = letter.path("id").asText();
        assertThat(hub.call("POST", LETTERS + "/" + id + "/replay", null, Map.of()).status()).isEqualTo(409);
        assertThat(hub.call("POST", LETTERS + "/" + id + "/discard", null, Map.of()).status()).isEqualTo(200);
    }
}
