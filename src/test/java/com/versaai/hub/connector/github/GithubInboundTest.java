package com.versaai.hub.connector.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Providers;
import com.versaai.hub.support.Senders;
import com.versaai.hub.verification.Scheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A sender that is two files, a manifest and a mapping: from its request to deliveries, and a trial of another mapping. */
@HubTest
class GithubInboundTest {

    private static final Path MAPPING = Path.of("routes/connectors/github/inbound.jq");
    private static final String ISSUE = """
            {"action":"%s","issue":{"id":%d,"title":"It does not start","body":null,"html_url":"https://github.example/acme/hub/issues/7",
             "created_at":"2026-01-05T10:00:00Z"},"sender":{"id":42,"login":"ada"}}""";

    @Autowired
    private Hub hub;

    private final String delivery = UUID.randomUUID().toString();
    private final long issue = Math.abs(UUID.randomUUID().getMostSignificantBits() >> 20);

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
    }

    private void send(String event, String action) {
        byte[] body = ISSUE.formatted(action, issue).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json", "X-GitHub-Event", event, "X-GitHub-Delivery", delivery));
        headers.putAll(Senders.proof(Senders.all().get("github").inbound().proof(), Senders.secret("github", Scheme.HMAC), Instant.now(), "/webhooks/github", body));
        Hub.Answer answer = hub.callAs(null, "POST", "/webhooks/github", body, headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void anIssueThatIsOpenedIsATicketOnce() {
        send("issues", "opened");
        send("issues", "opened");

        JsonNode timeline = hub.timelineWhen(delivery, "delivered");
        assertThat(timeline.path("events")).singleElement().satisfies(event -> {
            assertThat(event.path("type").asText()).isEqualTo("support.ticket.created");
            assertThat(event.path("source").asText()).isEqualTo("/github");
            assertThat(event.path("subject").asText()).isEqualTo("github-42");
        });
        hub.timeline(delivery, now -> now.findValuesAsText("step").contains("duplicate"));
        assertThat(hub.simulators().effects().containing(Providers.SLACK, "It does not start")).hasSize(1);
    }

    @Test
    void everythingElseIsTakenAndMeansNothing() {
        send("star", "created");
        assertThat(hub.timeline(delivery, now -> now.findValuesAsText("step").contains("ignored")).path("events")).isEmpty();
    }

    @Test
    void aTrialShowsWhatAnotherMappingWouldHaveMade() throws Exception {
        send("issues", "opened");
        hub.timelineWhen(delivery, "delivered");
        String other = Files.readString(MAPPING).replace("priority: \"normal\"", "priority: \"high\"");

        JsonNode result = hub.post("/api/v1/routes/try", Map.of("files", Map.of(MAPPING.toString(), other), "since", "5m", "limit", 1000));

        assertThat(result.path("requests").asInt()).isPositive();
        assertThat(result.path("differences")).anySatisfy(difference -> {
            assertThat(difference.path("eventId").asText()).isEqualTo(delivery);
            assertThat(difference.path("routeId").asText()).isEqualTo("inbox-map");
            assertThat(difference.at("/changed/0/fields")).singleElement().satisfies(field -> {
                assertThat(field.path("path").asText()).isEqualTo("/data/priority");
                assertThat(field.path("before").asText()).isEqualTo("normal");
                assertThat(field.path("after").asText()).isEqualTo("high");
            });
        });
        assertThat(hub.post("/api/v1/routes/try", Map.of("files", Map.of(MAPPING.toString(), Files.readString(MAPPING)), "since", "5m")).path("differences"))
                .as("the same text").isEmpty();
        assertThat(hub.call("POST", "/api/v1/routes/try", ("{\"files\":{\"" + MAPPING + "\":\"{ broken\"}}").getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json")).status()).as("a text that does not compile").isEqualTo(400);
    }
}
