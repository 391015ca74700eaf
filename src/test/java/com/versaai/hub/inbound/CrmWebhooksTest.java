package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Senders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** HubSpot's webhooks and Salesforce's outbound messages, from the door to events. */
@HubTest
class CrmWebhooksTest {

    private static final String TOPIC = "hub.events.crm.record.changed";
    private static final String ACK = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><notificationsResponse "
            + "xmlns=\"http://soap.sforce.com/2005/09/outbound\"><Ack>true</Ack></notificationsResponse></s:Body></s:Envelope>";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private Environment environment;

    private final long number = ThreadLocalRandom.current().nextLong(10_000_000, 99_000_000);
    private Bus bus;
    private Map<TopicPartition, Long> mark;

    @BeforeEach
    void markTheTopic() {
        hub.freshSimulators();
        bus = new Bus(brokers.address());
        mark = bus.end(TOPIC);
    }

    private List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        bus.since(mark).forEach(record -> events.add(hub.read(new String(record.value(), StandardCharsets.UTF_8))));
        return events;
    }

    private long remembered(String origin) {
        return jdbc.queryForObject("select count(*) from event where originid = ?", Long.class, origin);
    }

    private Hub.Answer hubspot(String body, Map<String, String> more) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Manifest manifest = Senders.all().get("hubspot");
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        headers.putAll(Senders.proof(manifest.inbound().proof(), secret("hubspot"), Instant.now(), "/webhooks/hubspot?tenant=a%20b", bytes));
        headers.putAll(more);
        return hub.callAs(null, "POST", "/webhooks/hubspot?tenant=a%20b", bytes, headers);
    }

    private String secret(String account) {
        return environment.getRequiredProperty("hub.provider." + account + ".webhook-secrets").split(",")[0];
    }

    private String event(String type, long id) {
        return """
            {"eventId":%d,"subscriptionId":42,"portalId":99,"appId":5,"occurredAt":1760000000000,"subscriptionType":"%s","attemptNumber":0,"objectId":%1$d,
             "propertyName":"email","propertyValue":"zoe@acme.example"}""".formatted(id, type);
    }

    @Test
    void aBatchOfHubspotIsFannedOutOnceThoughAProxyHasChangedHostAndScheme() {
        String body = '[' + event("contact.propertyChange", number) + ',' + event("conversation.newMessage", number + 1) + ',' + event("deal.creation", number + 2) + ']';
        // The hub is called at http://localhost, and HubSpot has signed https://hub.sandbox.example.
        assertThat(hubspot(body, Map.of()).status()).isEqualTo(200);
        assertThat(hubspot(body.replace("\"attemptNumber\":0", "\"attemptNumber\":1"), Map.of()).status()).as("sent again").isEqualTo(200);

        String first = "99-42-" + number + "-1760000000000-" + number;
        String third = "99-42-" + (number + 2) + "-1760000000000-" + (number + 2);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(events().stream().map(event -> event.path("originid").asText()).distinct()).containsExactlyInAnyOrder(first, third));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(List.of(remembered(first), remembered(third))).containsOnly(1L));
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.path("tenant").asText()).isEqualTo("99");
            assertThat(event.toString()).as("what it holds is not carried").doesNotContain("zoe");
        });
    }

    @Test
    void onlyTheThirdSignatureOfHubspotGetsIn() throws Exception {
        String body = '[' + event("contact.unheard", number) + ']';
        assertThat(hubspot(body, Map.of()).status()).isEqualTo(200);
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest((secret("hubspot") + body).getBytes(StandardCharsets.UTF_8));
        Map<String, String> older = Map.of("Content-Type", "application/json", "X-HubSpot-Signature", java.util.HexFormat.of().formatHex(digest), "X-HubSpot-Signature-Version", "v1");
        assertThat(hub.callAs(null, "POST", "/webhooks/hubspot", body.getBytes(StandardCharsets.UTF_8), older).status()).isEqualTo(401);
        assertThat(hubspot(body, Map.of("X-HubSpot-Request-Timestamp", String.valueOf(Instant.now().toEpochMilli() + 1))).status()).isEqualTo(401);
        assertThat(hubspot(body, Map.of("X-HubSpot-Signature-v3", "")).status()).isEqualTo(401);
        assertThat(events()).isEmpty();
    }

    private Hub.Answer salesforce(String body, String query) {
        return hub.callAs(null, "POST", "/webhooks/salesforce" + query, body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "text/xml; charset=utf-8", "SOAPAction", "\"\""));
    }

    private String notification(long id) {
        return """
            <Notification><Id>04l%012dAAA</Id><sObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:Lead" xmlns:x="urn:sobject.enterprise.soap.sforce.com">\
            <x:Id>00Q%1$012dAAA</x:Id><x:Email>zoe@acme.example</x:Email></sObject></Notification>""".formatted(id);
    }

    @Test
    void anOutboundMessageIsAcknowledgedInSoapAndIsAnEventEachOnce() {
        String token = '?' + Senders.query(Senders.all().get("salesforce").inbound().proof(), secret("salesforce"));
        String message = Senders.message(notification(number) + notification(number + 1));
        for (int i = 0; i < 2; i++) { // the second time as if the first answer had been lost
            Hub.Answer answer = salesforce(message, token);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(ACK);
            assertThat(answer.headers().get("content-type")).startsWith("text/xml");
        }
        String first = "04l%012dAAA".formatted(number);
        String second = "04l%012dAAA".formatted(number + 1);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(List.of(remembered(first), remembered(second))).containsOnly(1L));
        assertThat(events().stream().map(event -> event.path("id").asText()).distinct()).hasSize(2);
        assertThat(events()).allSatisfy(event -> assertThat(event.toString()).contains("00D3000000001n7EAA").doesNotContain("zoe"));
    }

    /** Salesforce repeats whatever is not acknowledged. */
    @Test
    void whatIsRefusedIsNeverAcknowledged() {
        String token = '?' + Senders.query(Senders.all().get("salesforce").inbound().proof(), secret("salesforce"));
        String right = Senders.message(notification(number));
        Map<String, String> refused = new HashMap<>(Map.of(right, "?token=wrong", right + " ", "", right.replace(Senders.ORGANIZATION, "00D0000000B98deEAC"), token));
        refused.put("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + right.replace("04l", "&e;04l"), token);
        refused.put("<!DOCTYPE x>" + right, token);
        refused.put(right.substring(0, right.length() - 1), token);
        refused.forEach((body, query) -> {
            Hub.Answer answer = salesforce(body, query);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("Ack");
        });
        assertThat(events()).isEmpty();
    }
}
