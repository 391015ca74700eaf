package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSender;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Providers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Names that steer Camel's components, sent from outside. Each request is made twice, plainly and with all of them: both
 * must go the same way, and nothing of the hostile values may get anywhere.
 */
@HubTest
class HeaderSteeringTest {

    private static final String MARK = "steered4711";
    /** A topic that exists, so that a record that is led there would really get there. */
    private static final String ELSEWHERE = "hub.events.crm.record.changed";

    private enum Spelling {
        AS_CAMEL_DOES(name -> name), LOWER(name -> name.toLowerCase(Locale.ROOT)), UPPER(name -> name.toUpperCase(Locale.ROOT));

        private final UnaryOperator<String> spell;

        Spelling(UnaryOperator<String> spell) {
            this.spell = spell;
        }
    }

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private ObjectMapper json;

    private Bus bus;
    private Map<TopicPartition, Long> elsewhere;

    @BeforeEach
    void freshSimulators() {
        // Once: what is sent here is waited for to its end, and leaves nothing to come.
        hub.freshSimulators();
        bus = new Bus(brokers.address());
        elsewhere = bus.end(ELSEWHERE);
        // Once before anything is compared: access tokens are there afterwards.
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of()), "delivered");
    }

    private Map<String, String> hostile(Spelling spelling) {
        String url = hub.simulators().url(Providers.SLACK) + "/" + MARK;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("CamelHttpUri", url);
        headers.put("CamelHttpBaseUri", url);
        headers.put("CamelHttpMethod", "DELETE");
        headers.put("CamelHttpPath", "/" + MARK);
        headers.put("CamelHttpQuery", MARK + "=1");
        headers.put("CamelHttpRawQuery", MARK + "=1");
        headers.put("CamelHttpResponseCode", "418");
        headers.put("CamelRestHttpUri", url);
        headers.put("kafka.OVERRIDE_TOPIC", ELSEWHERE);
        headers.put("kafka.TOPIC", ELSEWHERE);
        headers.put("kafka.KEY", MARK);
        headers.put("kafka.PARTITION_KEY", "0");
        headers.put("CamelKafkaTopic", ELSEWHERE);
        headers.put("CamelKafkaOverrideTopic", ELSEWHERE);
        headers.put("CamelKafkaKey", MARK);
        headers.put("CamelKafkaManualCommit", MARK);
        headers.put("sObjectQuery", "select Id from " + MARK);
        headers.put("sObjectName", MARK);
        headers.put("sObjectIdValue", MARK);
        headers.put("CamelFileName", "/tmp/" + MARK);
        headers.put("CamelBeanMethodName", "toString");
        headers.put("CamelJacksonUnmarshalType", "java.util.ArrayList");
        headers.put("CamelRedeliveryDelay", "86400000");
        headers.put("CamelRedeliveryCounter", "99");
        headers.put("CamelCircuitBreakerState", "FORCED_OPEN");
        headers.put("CamelCircuitBreakerResponseShortCircuited", "true");
        headers.put("CamelDuplicateMessage", "true");
        headers.put("HubKey", MARK);
        headers.put("HubDeliveryId", MARK);
        headers.put("HubObject", MARK);
        headers.put("HubPath", "/v1/" + MARK);
        headers.put("HubContext", MARK);
        headers.put("hub.caller", MARK);
        headers.put("hub.plan", MARK);
        headers.put("hub-verdict", MARK);
        headers.put("hub-source", MARK);
        headers.put("hub-provider-event-id", MARK);
        headers.put("X-Steered", MARK);
        Map<String, String> spelled = new LinkedHashMap<>();
        headers.forEach((name, value) -> spelled.put(spelling.spell.apply(name), value));
        return spelled;
    }

    @ParameterizedTest
    @EnumSource
    void headersOfAWebhookSteerNothing(Spelling spelling) {
        compare(headers -> delivered(webhook("", headers)), hostile(spelling));
    }

    @ParameterizedTest
    @EnumSource
    void parametersOfAWebhookSteerNothing(Spelling spelling) {
        compare(headers -> delivered(webhook(query(headers), Map.of())), hostile(spelling));
    }

    @ParameterizedTest
    @EnumSource
    void headersAndParametersOfAnEventSteerNothing(Spelling spelling) {
        compare(headers -> delivered(event("", headers)), hostile(spelling));
        compare(headers -> delivered(event(query(headers), Map.of())), hostile(spelling));
    }

    @ParameterizedTest
    @EnumSource
    void headersOfAnInboxRecordSteerNothing(Spelling spelling) {
        Map<String, String> headers = hostile(spelling);
        headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("hub-")); // there they are the hub's own
        compare(added -> {
            StripeSample sample = payment();
            Map<String, String> all = new LinkedHashMap<>(added);
            all.putAll(Map.of("hub-format", "1", "hub-source", "stripe", "hub-received-at", Instant.now().toString(), "hub-method", "POST",
                    "hub-path", "/webhooks/stripe", "hub-headers", "{}", "hub-verdict", "ok", "hub-provider-event-id", sample.eventId(),
                    "hub-type", sample.type()));
            bus.write("hub.inbox", sample.eventId(), sample.bytes(), all);
            return delivered(sample.eventId());
        }, headers);
    }

    @ParameterizedTest
    @EnumSource
    void headersOfAnEventRecordSteerNothing(Spelling spelling) {
        compare(added -> {
            String id = UUID.randomUUID().toString();
            bus.write("hub.events.payment.processed", "cus_" + id, json(Map.of("specversion", "1.0", "id", id, "source", "/versaai",
                    "type", "payment.processed", "subject", "cus_" + id, "time", Instant.now().toString(), "originid", "evt_" + id,
                    "data", Map.of("customerId", "cus_" + id, "amount", 20000, "currency", "usd", "paymentId", "pi_" + id))), added);
            return delivered(id);
        }, hostile(spelling));
    }

    @Test
    void headersOfADeliveryRecordSteerNothing() {
        String template = payment("customer");
        Map<String, byte[]> deliveries = Stream.of("salesforce", "hubspot", "ga4", "mixpanel", "amplitude", "segment", "slack")
                .collect(Collectors.toMap(name -> name, name -> deliveryOf(template, name)));
        for (Spelling spelling : Spelling.values()) {
            deliveries.forEach((destination, delivery) -> compare(added -> {
                String id = UUID.randomUUID().toString();
                ObjectNode copy = (ObjectNode) hub.read(new String(delivery, StandardCharsets.UTF_8));
                copy.put("id", id + "/" + destination + "/" + copy.path("action").asText()).put("eventId", id);
                bus.write("hub.deliveries." + destination, id, copy.toString().getBytes(StandardCharsets.UTF_8), added);
                hub.deliveryWhen(id, destination, "delivered");
                return id;
            }, hostile(spelling)));
        }
    }

    // ----

    private record Seen(List<String> deliveries, List<String> requests) {
    }

    private void compare(Function<Map<String, String>, String> send, Map<String, String> hostile) {
        Seen plain = seen(send, Map.of());
        assertThat(plain.requests).as("the plain request has effects").isNotEmpty();

        Seen steered = seen(send, hostile);

        assertThat(steered.deliveries).isEqualTo(plain.deliveries);
        assertThat(steered.requests).isEqualTo(plain.requests);
        assertThat(requests().map(LoggedRequest::toString)).noneMatch(request -> request.contains(MARK));
        assertThat(bus.since(elsewhere)).isEmpty();
        assertThat(bus.all("hub.inbox")).noneMatch(record -> record.toString().toLowerCase(Locale.ROOT).contains("\"" + MARK)
                || MARK.equals(record.key()));
    }

    private Seen seen(Function<Map<String, String>, String> send, Map<String, String> headers) {
        hub.simulators().wireMock().resetRequests();
        String id = send.apply(headers); // returns when everything is delivered
        List<String> deliveries = new ArrayList<>();
        for (JsonNode delivery : hub.get("/api/v1/deliveries?limit=100&event=" + id).path("items")) {
            deliveries.add(delivery.path("destination").asText() + "/" + delivery.path("action").asText() + " " + delivery.path("state").asText()
                    + " in " + delivery.path("attempts").asText());
        }
        return new Seen(deliveries.stream().sorted().toList(), requests().map(HeaderSteeringTest::shape).sorted().toList());
    }

    /** What the simulators got; alerts tell of circuits that other tests opened. */
    private Stream<LoggedRequest> requests() {
        return hub.simulators().wireMock().getAllServeEvents().stream().map(event -> event.getRequest())
                .map(request -> LoggedRequest.createFrom(request)).filter(request -> !request.getUrl().endsWith("/alerts"));
    }

    /** Method, address and header names, without what differs from message to message. */
    private static String shape(LoggedRequest request) {
        String url = request.getUrl().replaceAll("\\b(evt|pi|cus)_[\\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}", "#");
        TreeSet<String> names = new TreeSet<>();
        request.getHeaders().all().forEach(header -> names.add(header.key().toLowerCase(Locale.ROOT)));
        return request.getMethod() + " " + url + " " + names;
    }

    private String delivered(String id) {
        hub.timelineWhen(id, "delivered");
        return id;
    }

    private StripeSample payment() {
        StripeSample sample = hub.sample("payment_intent.succeeded", Map.of("amount", "20000"));
        hub.simulators().remember(Providers.STRIPE, sample.objects());
        return sample;
    }

    private String payment(String why) {
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", "20000", "description", why));
        hub.timelineWhen(id, "delivered");
        return hub.get("/api/v1/events/" + id + "/timeline").at("/events/0/id").asText();
    }

    private byte[] deliveryOf(String eventId, String destination) {
        return bus.all("hub.deliveries." + destination).stream().map(ConsumerRecord::value).filter(Objects::nonNull)
                .filter(value -> new String(value, StandardCharsets.UTF_8).contains(eventId)).findFirst().orElseThrow();
    }

    private String webhook(String query, Map<String, String> headers) {
        StripeSample sample = payment();
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Stripe-Signature", StripeSender.signature("whsec_sandbox", Instant.now().getEpochSecond(), sample.bytes()));
        all.put("Content-Type", "application/json");
        Map<TopicPartition, Long> before = bus.end("hub.inbox");
        Hub.Answer answer = hub.call("POST", "/webhooks/stripe" + query, sample.bytes(), all);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"received\":true}");
        assertThat(answer.headers().toString()).doesNotContain(MARK);
        assertThat(bus.since(before)).singleElement().satisfies(record -> {
            assertThat(record.key()).startsWith("stripe/cus_");
            assertThat(Bus.headers(record)).containsEntry("hub-verdict", "ok").containsEntry("hub-source", "stripe")
                    .containsEntry("hub-path", "/webhooks/stripe").containsEntry("hub-provider-event-id", sample.eventId())
                    .hasSizeLessThanOrEqualTo(10).allSatisfy((name, value) -> assertThat(name).startsWith("hub-"));
            assertThat(Bus.headers(record).get("hub-headers")).doesNotContain(MARK);
        });
        return sample.eventId();
    }

    private String event(String query, Map<String, String> headers) {
        String id = "steer-" + UUID.randomUUID();
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/cloudevents+json");
        Hub.Answer answer = hub.call("POST", "/api/v1/events" + query, json(Map.of("specversion", "1.0", "id", id, "source", "/versaai",
                "type", "payment.processed", "data", Map.of("customerId", "cus_" + id, "amount", 20000, "currency", "usd", "paymentId", "pi_" + id))), all);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().toString()).doesNotContain(MARK);
        return id;
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty() ? "" : parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&", "?", ""));
    }

    private byte[] json(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
