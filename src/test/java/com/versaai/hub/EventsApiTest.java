package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Providers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.util.UriUtils;

/** The product's own events: how they come in, and what each type does by default (design §4). */
@HubTest
class EventsApiTest {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String ANALYTICS = "ga4/track mixpanel/track amplitude/track segment/track";

    @Autowired
    private Hub hub;
    @Autowired
    private ObjectMapper json;
    @Autowired
    private Brokers brokers;
    @Autowired
    private BusProperties bus;

    @BeforeEach
    void freshSimulators() {
        hub.freshSimulators();
    }

    // ---- the three modes

    @Test
    void takesABinaryEvent() {
        String id = "bin-" + UUID.randomUUID();
        byte[] data = "{\"id\":\"u-1\",\"email\":\"zo\u00eb@example.test\",\"name\":\"Zo\u00eb\"}".getBytes(StandardCharsets.UTF_8);
        Hub.Answer answer = hub.call("POST", "/api/v1/events", data, Map.of("Content-Type", "application/json", "ce-specversion", "1.0",
                "ce-id", id, "ce-source", "/versaai", "ce-type", "user.login", "ce-tenant", "acme%20co"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(hub.read(answer.body()).at("/events/0/originid").asText()).isEqualTo(id);
        JsonNode timeline = hub.timelineWhen(id, "delivered");
        assertThat(timeline.at("/events/0/id")).isEqualTo(hub.read(answer.body()).at("/events/0/id"));
        assertThat(deliveries(id)).isEqualTo(set(ANALYTICS));
    }

    /** Whatever a sender's id is made of, what became of the event is found under it: by address, and by parameter. */
    @Test
    void everyIdThatIsTakenCanBeAskedFor() throws IOException {
        String own = UUID.randomUUID().toString();
        List<String> ids = Stream.of("proj/7 ", "a;b=c ", "a\\b ", "100% ", "%2F ", "a?b#c&d ", "a+b ", "\"q\" ", "../../x ", "\u00e9\u6f22 ", "//").map(odd -> odd + own).toList();
        ArrayNode batch = json.createArrayNode();
        ids.forEach(id -> batch.addObject().put("specversion", "1.0").put("id", id).put("source", "/versaai").put("type", "order.shipped.today").putObject("data").put("n", 1));
        assertThat(hub.call("POST", "/api/v1/events", json.writeValueAsBytes(batch), Map.of("Content-Type", BATCH)).status()).isEqualTo(202);
        for (String id : ids) {
            JsonNode timeline = hub.timelineWhen(UriUtils.encode(id, StandardCharsets.UTF_8), "ignored");
            assertThat(timeline.path("events").findValuesAsText("originid")).containsExactly(id);
            assertThat(hub.call("GET", "/api/v1/deliveries?event=" + UriUtils.encode(id, StandardCharsets.UTF_8), null, Map.of()).status()).isEqualTo(200);
        }
        for (String model : hub.get("/v1/models").path("data").findValuesAsText("id")) {
            assertThat(hub.get("/v1/models/" + UriUtils.encode(model, StandardCharsets.UTF_8)).path("id").asText()).isEqualTo(model);
        }
        Hub.Answer nobodys = hub.call("GET", "/v1/models/nobody%2Fknows", null, Map.of());
        assertThat(nobodys.status()).isEqualTo(404);
        assertThat(hub.read(nobodys.body()).at("/error/code").asText()).isEqualTo("model_not_found");
        byte[] event = "{\"type\":\"payment.processed\",\"data\":{\"customerId\":\"cus_1\",\"amount\":12345,\"currency\":\"usd\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(hub.call("POST", "/api/v1/routes/%70ayment-events-notify/dry-run", event, Map.of("Content-Type", "application/json")).body()).contains("payment-events-notify");
        assertThat(hub.call("POST", "/api/v1/routes/a%2Fb/dry-run", event, Map.of("Content-Type", "application/json")).status()).isEqualTo(404);
    }

    /** The door, two stages, the mappings, the sinks: none makes a double of it. */
    @Test
    void amountsOfManyDigitsReachEveryProviderToTheCent() {
        String id = "exact-" + UUID.randomUUID();
        String sent = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/versaai\",\"type\":\"payment.processed\",\"subject\":\"cus_exact\",\"data\":"
                + "{\"customerId\":\"cus_exact\",\"paymentId\":\"" + id + "\",\"currency\":\"eur\",\"amount\":9007199254740993,\"rate\":0.123456789012345678901234567890}}";
        assertThat(hub.call("POST", "/api/v1/events", sent.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", STRUCTURED)).status()).isEqualTo(202);
        hub.timelineWhen(id, "delivered");

        // As they came over the wire; what some simulators note down has been a double.
        List<String> bodies = hub.simulators().wireMock().getAllServeEvents().stream().map(call -> call.getRequest().getBodyAsString())
                .filter(body -> body.contains("547409") || body.contains("547,409")).toList();
        assertThat(bodies).as("calls with the amount").hasSizeGreaterThanOrEqualTo(7).allSatisfy(body -> assertThat(
                body.replaceAll("90071992547409.93|90,071,992,547,409.93", "")).doesNotContain("547409", "547,409"));
        assertThat(hub.simulators().wireMock().getAllServeEvents()).noneMatch(call -> call.getRequest().getBodyAsString().contains("9.007"));
    }

    @Test
    void takesABatchAsAWholeOrNotAtAll() {
        ArrayNode batch = json.createArrayNode();
        List<String> ids = Stream.generate(() -> "batch-" + UUID.randomUUID()).limit(3).toList();
        ids.forEach(id -> batch.add(event(id, "user.login", Map.of("id", "u-" + id, "email", id + "@example.test"))));
        Hub.Answer answer = post(batch, BATCH);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(hub.read(answer.body()).path("events").findValuesAsText("originid")).isEqualTo(ids);
        ids.forEach(id -> hub.timelineWhen(id, "delivered"));

        String never = "batch-" + UUID.randomUUID();
        ArrayNode half = json.createArrayNode().add(event(never, "user.login", Map.of("id", "u"))).add(json.createObjectNode());
        Hub.Answer refused = post(half, BATCH);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(hub.read(refused.body()).path("pointer").asText()).startsWith("/1");
        assertThat(new Bus(brokers.address()).all("hub.events.user.login"))
                .noneMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains(never));
    }

    /** As an event it is larger than as a request: numbers are written in full. */
    @Test
    void takesAndDeliversABodyOfTheLimit() {
        String id = "large-" + UUID.randomUUID();
        String start = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/versaai\",\"type\":\"user.login\",\"data\":{\"id\":\"u\",\"n\":[";
        String body = start + "9e6,".repeat(((1 << 20) - start.length()) / 4 - 1) + "9]}}";
        body += " ".repeat((1 << 20) - body.length());

        Hub.Answer answer = hub.call("POST", "/api/v1/events", body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", STRUCTURED));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        hub.timelineWhen(id, "delivered");
    }

    /** An API key proves a caller, not that Stripe said it: the id would even be that of Stripe's own event. */
    @Test
    void takesNoEventInTheNameOfAWebhookSender() {
        for (String source : List.of("/stripe", "/stripe/", "/hub")) {
            ObjectNode event = ((ObjectNode) event("evt_" + UUID.randomUUID(), "payment.processed", Map.of("customerId", "cus_1"))).put("source", source);

            Hub.Answer answer = post(event, STRUCTURED);

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
            assertThat(hub.read(answer.body()).path("pointer").asText()).isEqualTo("/source");
        }
    }

    @Test
    void asksForAKey() throws Exception {
        String id = "nokey-" + UUID.randomUUID();
        byte[] body = json.writeValueAsBytes(event(id, "user.login", Map.of("id", "u")));
        for (String key : Arrays.asList(null, "", "wrong", "sandbox-api-ke", "sandbox-api-key ,x")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(hub.uri("/api/v1/events")).header("Content-Type", STRUCTURED)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            if (key != null) {
                request.header("X-API-Key", key);
            }
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("key '%s'", key).isEqualTo(401);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        }
        assertThat(hub.call("GET", "/api/v1/events/" + id + "/timeline", null, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void keepsAnUnknownTypeAndShowsIt() {
        String id = hub.publish("order.shipped.today", Map.of("id", "o-1"));

        JsonNode timeline = hub.timelineWhen(id, "ignored");

        assertThat(timeline.at("/events/0/type").asText()).isEqualTo("order.shipped.today");
        assertThat(timeline.findValuesAsText("step")).contains("ignored");
        assertThat(new Bus(brokers.address()).all("hub.events.unknown"))
                .anyMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains(id));
    }

    @Test
    void givesARepeatedEventTheSameAnswerAndNoSecondEffect() {
        String id = "twice-" + UUID.randomUUID();
        ObjectNode event = event(id, "user.registered", Map.of("id", id, "email", id + "@example.test", "name", "Ada Lovelace"));
        Hub.Answer first = post(event, STRUCTURED);
        hub.timelineWhen(id, "delivered");
        String marker = hub.publish("user.login", Map.of("id", "after"));

        Hub.Answer second = post(event, STRUCTURED);
        assertThat(second.status()).isEqualTo(first.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        hub.timelineWhen(marker, "delivered");
        // Another event of the same subject, behind the second copy in every queue: when it is through, so is the copy.
        ObjectNode behind = event("behind-" + id, "user.registered", Map.of("id", id, "email", "b" + id + "@example.test", "name", "Ada Byron"));
        post(behind, STRUCTURED);
        hub.timelineWhen("behind-" + id, "delivered");

        assertThat(hub.simulators().effects().containing(Providers.SEGMENT, "\"" + id)).hasSize(2)
                .allSatisfy(effect -> assertThat(effect.requests()).as("the first one and the one behind, each once").isEqualTo(1));
        assertThat(hub.simulators().effects().containing(Providers.SLACK, " " + id + "@example.test")).singleElement()
                .satisfies(effect -> assertThat(effect.effects()).isEqualTo(1));
    }

    // ---- what each type does

    static Stream<Arguments> defaults() {
        return Stream.of(
                Arguments.of("user-registered", "salesforce/lead hubspot/lead slack/user-registered " + ANALYTICS, "#growth", "🎉 Nuevo usuario registrado: "),
                Arguments.of("user-login", ANALYTICS, null, null),
                Arguments.of("subscription-changed",
                        "salesforce/subscription hubspot/subscription slack/subscription-changed " + ANALYTICS, "#growth", "🔄 Suscripción cambiada"),
                Arguments.of("subscription-renewed", "salesforce/subscription hubspot/subscription " + ANALYTICS, null, null),
                Arguments.of("trial-started", "salesforce/subscription hubspot/subscription " + ANALYTICS, null, null),
                Arguments.of("usage-threshold", "salesforce/usage hubspot/usage " + ANALYTICS, null, null),
                Arguments.of("ai-request-completed", ANALYTICS, null, null),
                Arguments.of("payment-processed", "salesforce/opportunity hubspot/opportunity slack/payment-important " + ANALYTICS,
                        "#revenue", "💰 Pago importante procesado: $123.45"),
                Arguments.of("payment-failed", ANALYTICS, null, null),
                Arguments.of("payment-refunded", ANALYTICS, null, null),
                Arguments.of("payment-disputed", ANALYTICS, null, null),
                Arguments.of("lead-created", "salesforce/lead hubspot/lead " + ANALYTICS, null, null),
                Arguments.of("support-ticket-created", "salesforce/ticket hubspot/ticket slack/support-ticket", "#support", "🎫 Ticket de soporte: No puedo entrar"));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void doesByDefaultWhatTheDesignSays(String fixture, String deliveries, String channel, String text) throws IOException {
        String id = "table-" + UUID.randomUUID();
        // Analytics take no old events.
        ObjectNode event = fixture(fixture).put("id", id).put("time", Instant.now().toString());
        assertThat(post(event, STRUCTURED).status()).isEqualTo(202);

        hub.timelineWhen(id, "delivered");

        assertThat(deliveries(id)).isEqualTo(set(deliveries));
        Set<String> destinations = set(deliveries).stream().map(delivery -> delivery.replaceAll("/.*", "")).collect(Collectors.toSet());
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            if (destinations.contains(provider.path())) {
                assertThat(hub.simulators().effects().requests(provider)).as(provider.path()).isPositive();
            }
        }
        if (channel != null) {
            assertThat(hub.simulators().effects().of(Providers.SLACK))
                    .anySatisfy(effect -> {
                        assertThat(effect.key()).startsWith(channel);
                        assertThat(effect.body()).contains(text);
                    });
        }
    }

    /** Counted, not delivered: the alert of all that are alike is an event of its own. */
    @ParameterizedTest
    @CsvSource({"integration-failed,[ERROR] slack: channel_not_found", "health-degraded,stripe: connect timed out", "health-recovered,✅ [RECUPERADO] stripe"})
    void tellsOperatorsWhatTheyMustKnow(String fixture, String text) throws IOException {
        String id = "alert-" + UUID.randomUUID();
        assertThat(post(fixture(fixture).put("id", id).put("time", Instant.now().toString()), STRUCTURED).status()).isEqualTo(202);

        JsonNode timeline = hub.timelineWhen(id, "ignored");

        assertThat(timeline.path("steps").findValuesAsText("detail")).anySatisfy(detail -> assertThat(detail).contains("counted for the alert of"));
        await().atMost(Hub.SOON).until(() -> hub.simulators().effects().of(Providers.SLACK).stream()
                .anyMatch(effect -> effect.key().startsWith("#alerts|") && effect.body().contains(text)));
    }

    /** Or a key could fill the alerts' channel. */
    @Test
    void takesNoAlertFromOutside() throws IOException {
        String id = "alert-" + UUID.randomUUID();
        assertThat(post(fixture("system-alert").put("id", id).put("time", Instant.now().toString()), STRUCTURED).status()).isEqualTo(202);

        hub.timelineWhen(id, "ignored");

        assertThat(deliveries(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"slack.command.invoked", "slack.interaction.received", "slack.message.received", "crm.record.changed"})
    void keepsWhatHasNoEffectByDefault(String type) {
        String id = hub.publish(type, Map.of("teamId", "T1", "userId", "U1"));
        hub.timelineWhen(id, "ignored");
        assertThat(deliveries(id)).isEmpty();
    }

    @Test
    void everyTypeHasASubscriber() {
        Set<String> tried = new TreeSet<>(List.of("slack.command.invoked", "slack.interaction.received", "slack.message.received", "crm.record.changed",
                "integration.failed", "system.health.degraded", "system.health.recovered", "system.alert"));
        defaults().forEach(row -> {
            try {
                tried.add(fixture((String) row.get()[0]).path("type").asText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(tried).as("every type of design §4 has a row in this class").containsExactlyInAnyOrderElementsOf(bus.eventTypes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"jpy|150000|¥150,000", "kwd|151200|KWD 151.200", "usd|1234567|$12,345.67", "eur|10001|€100.01", "isk|5000000|ISK 50,000"})
    void showsAmountsAsTheirCurrencyDoes(String currency, String amount, String shown) {
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", amount, "currency", currency));
        hub.timelineWhen(id, "delivered");
        assertThat(hub.simulators().effects().containing(Providers.SLACK, "💰 Pago importante procesado: " + shown)).hasSize(1);
    }

    // ----

    private ObjectNode fixture(String name) throws IOException {
        try (var in = getClass().getResourceAsStream("/fixtures/events/" + name + ".json")) {
            ObjectNode event = (ObjectNode) json.readTree(in);
            event.put("source", "/versaai").remove(List.of("originid", "correlationid"));
            return event;
        }
    }

    private ObjectNode event(String id, String type, Map<String, Object> data) {
        return json.valueToTree(new HashMap<>(Map.of("specversion", "1.0", "id", id, "source", "/versaai", "type", type, "data", data)));
    }

    private Hub.Answer post(JsonNode event, String type) {
        return hub.call("POST", "/api/v1/events", event.toString().getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", type));
    }

    private Set<String> deliveries(String id) {
        Set<String> found = new TreeSet<>();
        hub.get("/api/v1/deliveries?limit=100&event=" + id).path("items")
                .forEach(delivery -> found.add(delivery.path("destination").asText() + "/" + delivery.path("action").asText()));
        return found;
    }

    private static Set<String> set(String words) {
        return new TreeSet<>(List.of(words.split(" ")));
    }
}
