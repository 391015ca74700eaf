package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a route would do is shown as it would be done, and not done. */
@HubTest
class DryRunTest {

    private static final Map<String, Object> PAID = Map.of("type", "payment.processed", "subject", "cus_dry",
            "data", Map.of("customerId", "cus_dry", "amount", 12345, "currency", "usd", "paymentId", "pi_dry", "email", "ana@example.com"));

    @Autowired
    private Hub hub;

    @Test
    void showsBranchesAndTheExactRequests() {
        long before = everything();
        JsonNode shown = hub.post("/api/v1/routes/payment-events-notify/dry-run", PAID);

        assertThat(shown.path("error").isMissingNode()).as(shown.toString()).isTrue();
        assertThat(shown.path("branches").findValuesAsText("taken")).containsExactly("true", "true", "false", "false");
        assertThat(shown.path("branches").get(3).path("condition").asText()).as("notes are off").contains("hub.crm.notes").contains("payment.refunded");
        assertThat(shown.path("branches").get(0).path("condition").asText()).contains("payment.processed");
        assertThat(shown.path("branches").get(0).path("line").asInt()).isGreaterThan(10);
        assertThat(shown.path("deliveries").findValuesAsText("destination"))
                .containsExactlyInAnyOrder("ga4", "mixpanel", "amplitude", "segment", "salesforce", "hubspot", "slack");
        JsonNode slack = request(shown, "slack");
        assertThat(slack.path("method").asText()).isEqualTo("POST");
        assertThat(slack.path("url").asText()).doesNotContain("B000");
        assertThat(slack.path("body").asText()).contains("123.45").contains("Pago importante");
        JsonNode salesforce = request(shown, "salesforce");
        assertThat(salesforce.path("method").asText()).isEqualTo("PATCH");
        assertThat(salesforce.path("headers").path("Authorization").asText()).isEqualTo("Bearer ***");
        assertThat(salesforce.path("headers").path("Content-Type").asText()).isEqualTo("application/json; charset=UTF-8");
        assertThat(salesforce.path("headers").path("Host").asText()).startsWith("localhost:");
        assertThat(salesforce.path("url").asText()).contains("/sobjects/Opportunity/Hub_Key__c/");
        assertThat(request(shown, "amplitude").path("body").asText()).contains("\"api_key\":\"***\"");
        assertThat(request(shown, "ga4").path("url").asText()).contains("api_secret=***");
        assertThat(everything()).as("nothing was sent").isEqualTo(before);
    }

    @Test
    void showsTheBranchThatIsNotTaken() {
        JsonNode shown = hub.post("/api/v1/routes/payment-events-notify/dry-run", Map.of("type", "payment.processed",
                "data", Map.of("customerId", "c", "amount", 100, "currency", "usd", "paymentId", "p")));

        assertThat(shown.path("branches").findValuesAsText("taken")).containsExactly("true", "false", "false", "false");
        assertThat(shown.path("deliveries").findValuesAsText("destination")).doesNotContain("slack");
    }

    @Test
    void theThresholdIsTheCurrencysAndIsNamed() {
        assertThat(toSlack("jpy", 15701)).contains("amount above ¥15,700, which is $100.00 at the rate of 2024-12-31", "¥15,701");
        assertThat(toSlack("xyz", 99_999_999)).contains("never important: no threshold in XYZ").doesNotContain("Pago importante");
    }

    private String toSlack(String currency, long amount) {
        JsonNode shown = hub.post("/api/v1/routes/payment-events-notify/dry-run", Map.of("type", "payment.processed",
                "data", Map.of("customerId", "c", "amount", amount, "currency", currency, "paymentId", "p")));
        for (JsonNode delivery : shown.path("deliveries")) {
            if (delivery.path("destination").asText().equals("slack")) {
                return delivery.toString();
            }
        }
        return "nothing";
    }

    @Test
    void noSecretOfTheSandboxIsShown() {
        String shown = hub.post("/api/v1/routes/payment-events-notify/dry-run", PAID).toString();

        assertThat(shown).doesNotContain("xoxb-sandbox", "sandbox-secret", "pat-sandbox", "ga4-sandbox", "mixpanel-sandbox",
                "amplitude-sandbox", "segment-sandbox");
    }

    @Test
    void aRouteThatDoesNotSubscribeAndABodyThatIsNoEvent() {
        Hub.Answer unknown = hub.call("POST", "/api/v1/routes/inbox-map/dry-run", "{\"type\":\"a\",\"data\":{}}".getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("payment-events-notify");

        Hub.Answer malformed = hub.call("POST", "/api/v1/routes/payment-events-notify/dry-run", "[1]".getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
        assertThat(malformed.status()).isEqualTo(400);
    }

    @Test
    void aCandidateIsComparedOverEventsThatHaveBeen() throws IOException {
        String small = hub.publish("payment.processed", Map.of("customerId", "cus_try", "amount", 5000, "currency", "usd", "paymentId", "pi_try"));
        String id = hub.timelineWhen(small, "delivered").path("events").get(0).path("id").asText();
        long before = everything();
        String text = Files.readString(Path.of("routes/events/PaymentEvents.java"));
        String candidate = text.replace("method(\"amounts\", \"important\")", "simple(\"${body.data[amount]} > 4000\")")
                .replace("to=crm&action=opportunity", "to=salesforce&action=opportunity");

        JsonNode result = hub.post("/api/v1/routes/try", Map.of("files", Map.of("routes/events/PaymentEvents.java", candidate),
                "since", "10m", "type", "payment.processed", "limit", 1000));

        assertThat(result.path("events").asInt()).isPositive();
        JsonNode mine = difference(result, id);
        assertThat(mine.path("routeId").asText()).isEqualTo("payment-events-notify");
        assertThat(mine.path("added").findValuesAsText("destination")).contains("slack");
        assertThat(mine.path("gone").findValuesAsText("destination")).contains("hubspot");
        assertThat(everything()).isEqualTo(before);
        assertThat(hub.post("/api/v1/routes/try", Map.of("files", Map.of(), "since", "10m")).path("differences")).isEmpty();
    }

    @Test
    void aCandidateMappingIsComparedByField() throws IOException {
        String event = hub.publish("payment.processed", Map.of("customerId", "cus_map", "amount", 50000, "currency", "usd", "paymentId", "pi_map"));
        String id = hub.timelineWhen(event, "delivered").path("events").get(0).path("id").asText();
        String path = "routes/connectors/slack/payment-important.jq";
        String candidate = "def other: .payload.text = \"changed\";\n(" + Files.readString(Path.of(path)) + "\n) | other";

        JsonNode mine = difference(hub.post("/api/v1/routes/try", Map.of("files", Map.of(path, candidate), "since", "10m", "type", "payment.processed",
                "limit", 1000)), id);

        assertThat(mine.path("added")).isEmpty();
        assertThat(mine.path("gone")).isEmpty();
        assertThat(mine.path("changed").findValuesAsText("destination")).containsExactly("slack");
        assertThat(mine.path("changed").toString()).contains("/text", "changed");
        assertThat(hub.post("/api/v1/routes/try", Map.of("files", Map.of(), "since", "10m")).path("differences")).as("what runs is as it was").isEmpty();
    }

    @Test
    void aMappingThatDoesNotCompileOrIsNamedWronglyIsRefused() {
        for (String file : List.of("\"routes/connectors/slack/lead.jq\": \"{payload: \"", "\"routes/connectors/lead.jq\": \"null\"",
                "\"routes/connectors/../../etc/lead.jq\": \"null\"")) {
            Hub.Answer answer = hub.call("POST", "/api/v1/routes/try", ("{\"files\": {" + file + "}}").getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/json"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'since': '3650d'}", "{'since': '-1000000000-01-01T00:00:00Z'}", "{}"})
    void aTrialCanBeginBeforeAllTimes(String trial) {
        assertThat(tried(trial).status()).as(tried(trial).body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'since': 5}", "{'type': 5}", "{'limit': '5'}", "{'limit': 2.5}", "{'files': []}", "{'file': {}}",
            "{'since': 'P99999999999999D'}", "{'since': 'P-1D'}", "{'since': '0s'}", "{'since': '3651d'}", "{} trailing", "{'limit': 1, 'limit': 2}", "{'files': {'kamelets/x.java': 'x'}}",
            "{'files': {'kamelets/x.yaml': 'x'}}", "{'files': {'routes/connectors/x.java': 'x'}}", "{'files': {'routes/../x.java': 'x'}}"})
    void aTrialThatIsNotWhatWasMeantIsRefused(String trial) {
        assertThat(tried(trial).status()).as(tried(trial).body()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type': 'payment.processed', 'data': {}} trailing", "{'type': 'a', 'type': 'b', 'data': {}}", "{'type': 'a'}", "", "{"})
    void aDryRunOfNoEventIsRefused(String event) {
        Hub.Answer answer = hub.call("POST", "/api/v1/routes/payment-events-notify/dry-run", event.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }

    private Hub.Answer tried(String trial) {
        return hub.call("POST", "/api/v1/routes/try", trial.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aDryRunSaysNothingInTheLog(CapturedOutput output) {
        hub.post("/api/v1/routes/payment-events-notify/dry-run", PAID);

        assertThat(output.getAll()).doesNotContain("AsyncProcessor");
    }

    @Test
    void aBrokenCandidateIsRefusedWithItsPlace() {
        Hub.Answer answer = hub.call("POST", "/api/v1/routes/try", """
                {"files": {"routes/events/PaymentEvents.java": "package events; public class PaymentEvents {"}}""".getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("PaymentEvents.java:1:").contains("reached end of file");
    }

    @Test
    void aCapturedEventBecomesASampleWithoutPeople() {
        String id = hub.publish("user.registered", Map.of("id", "u_1", "email", "maria.lopez@acme.example", "name", "María López", "source", "web"));
        hub.timelineWhen(id, "delivered");

        JsonNode sample = await().atMost(Duration.ofSeconds(20)).until(() -> hub.get("/api/v1/routes/sample?event=" + id), found -> found.has("expect"));

        assertThat(sample.toString()).doesNotContain("maria", "María", "López", "acme");
        assertThat(sample.path("event").path("data").path("source").asText()).isEqualTo("web");
        assertThat(sample.path("expect").path("user-events-notify").findValuesAsText("destination")).contains("slack", "salesforce");
    }

    private static JsonNode difference(JsonNode result, String eventId) {
        for (JsonNode one : result.path("differences")) {
            if (one.path("eventId").asText().equals(eventId)) {
                return one;
            }
        }
        throw new AssertionError("no difference for " + eventId + " in " + result);
    }

    private static JsonNode request(JsonNode shown, String destination) {
        JsonNode delivery = StreamSupport.stream(shown.path("deliveries").spliterator(), false)
                .filter(one -> one.path("destination").asText().equals(destination)).findFirst().orElseThrow();
        assertThat(delivery.path("requests")).as(delivery.toString()).hasSize(1);
        return delivery.path("requests").get(0);
    }

    private long everything() {
        return SimulatedProvider.values().stream().mapToLong(hub::effects).sum();
    }
}
