package com.versaai.hub.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.WebhookPost;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.sandbox.stripe.StripeSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/** The running hub as its users see it: over HTTP. */
@TestComponent
public class Hub {

    /** Longest wait for something that should happen soon; generous, because CI shares its cores. */
    public static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_sandbox";

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final StripeSamples samples = new StripeSamples(Clock.systemUTC());
    private final Environment environment;
    private final ObjectMapper json;
    private final Simulators simulators;
    private final AtRest rest;

    @Autowired
    public Hub(Environment environment, ObjectMapper json, Brokers brokers) {
        this(environment, json, HubTestEnvironment.simulators(), new AtRest(brokers.address()));
    }

    /** A hub whose engines come and go: nobody waits for them. */
    public Hub(Environment environment, ObjectMapper json) {
        this(environment, json, HubTestEnvironment.simulators());
    }

    /** A hub with simulators of its own. */
    Hub(Environment environment, ObjectMapper json, Simulators simulators) {
        this(environment, json, simulators, null);
    }

    private Hub(Environment environment, ObjectMapper json, Simulators simulators, AtRest rest) {
        this.environment = environment;
        this.json = json;
        this.simulators = simulators;
        this.rest = rest;
    }

    /** Status, headers and body of an answer. */
    public record Answer(int status, Map<String, String> headers, String body) {

        /** Sends the request; several headers of one name are joined. */
        public static Answer to(HttpRequest request, HttpClient http) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                Map<String, String> headers = new LinkedHashMap<>();
                response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
                return new Answer(response.statusCode(), headers, response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    public Simulators simulators() {
        return simulators;
    }

    /**
     * Simulators without faults and effects, and none to come of what the tests before have caused. Tokens stay valid: a hub whose token
     * fails twice within seconds rightly gives up.
     */
    public void freshSimulators() {
        simulators().faults().clear();
        if (rest != null) {
            rest.await();
        }
        simulators().effects().reset();
    }

    /** Leaves no open dead letter of tests before. */
    public void discardDeadLetters() {
        finished(post("/api/v1/dead-letters", Map.of("action", "discard", "filter", Map.of())));
    }

    /** A bulk action once it has finished. */
    public JsonNode finished(JsonNode job) {
        return await("bulk action " + job).atMost(SOON).until(() -> get("/api/v1/dead-letters/jobs/" + job.path("id").asText()),
                now -> now.path("state").asText().equals("finished"));
    }

    /** How often something took effect at a provider. */
    public long effects(SimulatedProvider provider) {
        return simulators().effects().count(provider);
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port") + path);
    }

    /** A fresh, real-shaped Stripe event. */
    public StripeSample sample(String type, Map<String, String> overrides) {
        return samples.make(type, StripeSamples.Shape.CURRENT, overrides);
    }

    /** Signs and posts it; the answer must be 200. Returns the provider's event id. */
    public String sendStripe(String type, Map<String, String> overrides) {
        StripeSample sample = sample(type, overrides);
        WebhookPost.Receipt receipt = post(sample);
        assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
        return sample.eventId();
    }

    /** A sample of any shape: current, legacy, thin. */
    public StripeSample sample(String type, StripeSamples.Shape shape, Map<String, String> overrides) {
        return samples.make(type, shape, overrides);
    }

    public WebhookPost.Receipt post(StripeSample sample) {
        simulators().remember(Providers.STRIPE, sample.objects());
        try {
            return new StripeSender(() -> uri("/webhooks/stripe"), SECRET, Clock.systemUTC()).send(sample);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes one event of the product; the answer must be 202. Returns the event's own id. */
    public String publish(String type, Map<String, Object> data) {
        String id = "test-" + UUID.randomUUID();
        Map<String, Object> event = new LinkedHashMap<>(Map.of("specversion", "1.0", "id", id, "source", "/versaai", "type", type,
                "data", data));
        Answer answer = call("POST", "/api/v1/events", write(event), Map.of("Content-Type", "application/cloudevents+json"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return id;
    }

    /** Any request with the sandbox's API key. */
    public Answer call(String method, String path, byte[] body, Map<String, String> headers) {
        return callAs(environment.getRequiredProperty("hub.api.keys[0].key"), method, path, body, headers);
    }

    /** Any request with some API key, or with none. */
    public Answer callAs(String key, String method, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        headers.forEach(request::header);
        return Answer.to(request.build(), http);
    }

    /** GET as JSON; the answer must be 200. */
    public JsonNode get(String path) {
        Answer answer = call("GET", path, null, Map.of());
        assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
        return read(answer.body());
    }

    /** POST of JSON; the answer must be 2xx. */
    public JsonNode post(String path, Object body) {
        Answer answer = call("POST", path, body == null ? null : write(body), Map.of("Content-Type", "application/json"));
        assertThat(answer.status()).as(path + ": " + answer.body()).isBetween(200, 299);
        return read(answer.body());
    }

    /** The timeline once it fulfils a condition. */
    public JsonNode timeline(String id, Predicate<JsonNode> until) {
        return await("timeline of " + id).atMost(SOON).until(() -> {
            Answer answer = call("GET", "/api/v1/events/" + id + "/timeline", null, Map.of());
            return answer.status() == 200 ? read(answer.body()) : json.createObjectNode();
        }, until);
    }

    /** The timeline once every event of it has that state. */
    public JsonNode timelineWhen(String id, String state) {
        return timeline(id, timeline -> !timeline.path("events").isEmpty()
                && timeline.path("events").findValuesAsText("state").stream().allMatch(state::equals));
    }

    /** The delivery of an event to a destination once it has that state. */
    public JsonNode deliveryWhen(String id, String destination, String state) {
        return await("delivery of " + id + " to " + destination).atMost(SOON).until(() -> {
            JsonNode items = get("/api/v1/deliveries?event=" + id + "&destination=" + destination).path("items");
            return items.isEmpty() ? json.createObjectNode() : items.get(0);
        }, delivery -> delivery.path("state").asText().equals(state));
    }

    /** The open dead letter of an event at a destination. */
    public JsonNode deadLetter(String eventId, String destination) {
        JsonNode delivery = deliveryWhen(eventId, destination, "dead");
        for (JsonNode letter : get("/api/v1/dead-letters?limit=500&destination=" + destination).path("items")) {
            if (letter.path("deliveryId").equals(delivery.path("deliveryId"))) {
                return get("/api/v1/dead-letters/" + letter.path("id").asText());
            }
        }
        throw new AssertionError("no dead letter of " + delivery);
    }

    public JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] write(Object value) {
        try {
            return value instanceof byte[] bytes ? bytes : json.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
