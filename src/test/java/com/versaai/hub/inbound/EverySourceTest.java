package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Senders;
import com.versaai.hub.verification.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every source owes, whoever sends: a connector that receives is here without a word of its own. */
@HubTest
class EverySourceTest {

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private Environment environment;

    private final ObjectMapper json = new ObjectMapper();
    private final String id = "it-" + UUID.randomUUID();
    private Bus bus;
    private Map<TopicPartition, Long> mark;

    static Stream<Named<Senders.Door>> senders() {
        return Senders.doors().stream().map(door -> Named.of(door.name(), door));
    }

    @BeforeEach
    void markTheInbox() {
        hub.freshSimulators();
        bus = new Bus(brokers.address());
        mark = bus.end("hub.inbox");
    }

    /** A request of that sender: id and type where its manifest says that they are, in body or headers. */
    private record Sent(String path, byte[] body, Map<String, String> headers) {
    }

    private Sent sent(Senders.Door door, Instant at) {
        if (door.inbound().isXml()) {
            byte[] message = Senders.message("<Said>Zo\u00eb \u2713 " + id + "</Said>").getBytes(StandardCharsets.UTF_8);
            return proved(door, new Sent(door.path(), message, Map.of("Content-Type", "text/xml; charset=utf-8")), at);
        }
        ObjectNode body = json.createObjectNode().put("said", "Zoë ✓").put("created", at.getEpochSecond());
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        Map.of("id", id, "type", "nobody.knows").forEach((word, value) -> {
            String place = door.inbound().event().get(word);
            if (place != null && place.startsWith("/")) {
                String[] steps = place.substring(1).split("/");
                ObjectNode holder = body;
                for (int i = 0; i < steps.length - 1; i++) {
                    holder = holder.withObject("/" + steps[i]);
                }
                holder.put(steps[steps.length - 1], value);
            } else if (place != null) {
                headers.put(place.substring("header:".length()), value);
            }
        });
        return proved(door, new Sent(door.path(), door.wire(body.toString()), headers), at);
    }

    private Sent proved(Senders.Door door, Sent request, Instant at) {
        Verification proof = door.inbound().proof();
        Map<String, String> headers = new HashMap<>(request.headers());
        String secret = environment.getRequiredProperty("hub.provider." + door.connector() + ".webhook-secrets").split(",")[0];
        byte[] body = Senders.body(proof, secret, request.body());
        headers.putAll(Senders.proof(proof, secret, at, request.path(), body));
        String query = Senders.query(proof, secret);
        return new Sent(query == null ? request.path() : request.path() + '?' + query, body, headers);
    }

    private Hub.Answer post(Sent request) {
        return hub.callAs(null, "POST", request.path(), request.body(), request.headers());
    }

    private void refused(Hub.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
        assertThat(bus.since(mark)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("senders")
    void isAcknowledgedAsItsManifestSaysAndKeptAsItCame(Senders.Door door) {
        Sent request = sent(door, Instant.now());
        Hub.Answer answer = post(request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(door.inbound().answer().status());
        assertThat(answer.body()).isEqualTo(door.inbound().answer().body() == null ? "" : door.inbound().answer().body());

        List<ConsumerRecord<String, byte[]>> kept = bus.since(mark);
        byte[] expected = Senders.body(door.inbound().proof(), "***", request.body());
        assertThat(kept).singleElement().satisfies(record -> assertThat(record.value()).isEqualTo(expected));
        Map<String, String> headers = Bus.headers(kept.get(0));
        assertThat(headers).containsEntry("hub-source", door.name());
        Verification proof = door.inbound().proof();
        if (!proof.scheme().signs() && !Senders.inBody(proof)) {
            Set<String> proofs = Senders.proof(proof, "a:b", Instant.now(), request.path(), request.body()).keySet();
            assertThat(proofs).allSatisfy(header -> assertThat(headers.toString()).as("the secret is not stored").doesNotContain(request.headers().get(header)));
            if (proofs.isEmpty()) {
                assertThat(headers.toString()).as("the secret is not stored").doesNotContain(request.path().replaceFirst(".*=", ""));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("senders")
    void theSameAgainIsAcknowledgedAndMeansNothing(Senders.Door door) {
        if (!door.inbound().event().containsKey("id")) {
            return; // its mapping gives each element an id
        }
        for (int i = 0; i < 2; i++) {
            assertThat(post(sent(door, Instant.now())).status()).isEqualTo(door.inbound().answer().status());
        }
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(jdbc.queryForList(
                "select outcome from receipt where source = ? and provider_event_id = ? order by outcome", String.class, door.name(), id))
                .hasSize(2).contains("duplicate").containsAnyOf("unknown", "ignored", "mapped"));
    }

    @ParameterizedTest
    @MethodSource("senders")
    void nobodyElseGetsIn(Senders.Door door) {
        Sent right = sent(door, Instant.now());
        Map<String, String> without = new HashMap<>(right.headers());
        Verification proof = door.inbound().proof();
        String path = door.path();
        Senders.proof(proof, "a:b", Instant.now(), path, right.body()).keySet().forEach(without::remove);
        refused(post(new Sent(path, Senders.body(proof, null, right.body()), without)), 401);

        Map<String, String> foreign = new HashMap<>(right.headers());
        foreign.putAll(Senders.proof(proof, "some:other", Instant.now(), path, right.body()));
        String query = Senders.query(proof, "some:other");
        refused(post(new Sent(query == null ? path : path + '?' + query, Senders.body(proof, "some:other", right.body()), foreign)), 401);

        if (door.inbound().proof().scheme().signs()) {
            byte[] changed = right.body().clone();
            changed[changed.length - 2] ^= 1;
            refused(post(new Sent(right.path(), changed, right.headers())), 401);
        }
    }

    @ParameterizedTest
    @MethodSource("senders")
    void neitherStaleNorFromTheFuture(Senders.Door door) {
        Duration window = door.inbound().proof().window();
        if (window != null) {
            refused(post(sent(door, Instant.now().minus(window).minusSeconds(30))), 401);
            refused(post(sent(door, Instant.now().plus(window).plusSeconds(30))), 401);
        }
    }

    @ParameterizedTest
    @MethodSource("senders")
    void whatIsNoJsonIsRefusedThoughItsSenderIsRight(Senders.Door door) {
        Map<String, String> headers = sent(door, Instant.now()).headers();
        for (String body : List.of("{", "", "[1,", "\u0000")) {
            // Who is named in the body is nobody then.
            refused(post(proved(door, new Sent(door.path(), body.getBytes(StandardCharsets.UTF_8), headers), Instant.now())),
                    door.inbound().isXml() || Senders.inBody(door.inbound().proof()) ? 401 : 400);
        }
    }

    @ParameterizedTest
    @MethodSource("senders")
    void itsEventsCannotBeMadeWithAnApiKey(Senders.Door door) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/%s\",\"type\":\"user.registered\",\"data\":{}}".formatted(door.connector());
        Hub.Answer answer = hub.call("POST", "/api/v1/events", event.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/cloudevents+json"));
        assertThat(answer.status()).as(answer.body()).isBetween(400, 403);
    }

    @Test
    void aPathOfNobodyIsNotThere() {
        for (String path : List.of("/webhooks/nobody", "/webhooks/hub", "/webhooks/..%2fstripe", "/webhooks/%73tripe%00", "/webhooks/shared.jq")) {
            Hub.Answer answer = hub.callAs(null, "POST", path, "{}".getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
            assertThat(answer.status()).as(path).isIn(400, 404);
        }
        assertThat(bus.since(mark)).isEmpty();
    }
}
