package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.event.Event;
import com.versaai.hub.inbound.InboundTrials;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a webhook would become is shown, down to the requests of the routes, and does not happen. */
@HubTest
class RequestDryRunTest {

    private static final Map<String, Object> ISSUE = Map.of("action", "opened", "issue", Map.of("id", 7, "title", "It does not start", "html_url",
            "https://github.example/7", "created_at", "2026-01-05T10:00:00Z"), "sender", Map.of("id", 42, "login", "ada"));
    private static final Map<String, String> OPENED = Map.of("X-GitHub-Event", "issues", "x-github-delivery", "d-1");

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private JdbcTemplate jdbc;

    private JsonNode shown(String source, Map<String, Object> request) {
        return hub.post("/api/v1/sources/" + source + "/dry-run", request);
    }

    private Hub.Answer answer(String key, String source, String request) {
        return hub.callAs(key, "POST", "/api/v1/sources/" + source + "/dry-run", request.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
    }

    @Test
    void showsTheEventsAndWhatEachRouteWouldDoWithThem() {
        Bus bus = new Bus(brokers.address());
        Map<TopicPartition, Long> mark = bus.end("hub.inbox");
        long effects = effects();
        long receipts = receipts();

        JsonNode shown = shown("github", Map.of("headers", OPENED, "body", ISSUE));

        assertThat(shown.path("outcome").asText()).as(shown.toString()).isEqualTo("mapped");
        assertThat(shown.path("id").asText()).isEqualTo("d-1");
        assertThat(shown.path("type").asText()).isEqualTo("issues");
        assertThat(shown.path("notRun").asInt()).isZero();
        JsonNode event = shown.at("/events/0/event");
        assertThat(event.path("type").asText()).isEqualTo("support.ticket.created");
        assertThat(event.path("source").asText()).isEqualTo("/github");
        assertThat(event.at("/data/subject").asText()).isEqualTo("It does not start");
        JsonNode routes = shown.at("/events/0/routes");
        assertThat(routes).isNotEmpty().allSatisfy(route -> assertThat(route.path("eventId").asText()).isEqualTo(event.path("id").asText()));
        assertThat(routes.findValuesAsText("destination")).contains("slack");
        assertThat(routes.findValuesAsText("method")).contains("POST");
        assertThat(routes.toString()).contains("It does not start").doesNotContain("xoxb-sandbox");
        assertThat(bus.since(mark)).as("nothing is stored").isEmpty();
        assertThat(receipts()).isEqualTo(receipts);
        assertThat(effects()).as("nothing is sent").isEqualTo(effects);
    }

    @Test
    void aTextIsTheSendersExactBody() throws Exception {
        String text = new ObjectMapper().writeValueAsString(ISSUE).replace("\"id\":7", "\"id\" : 7.0e0");
        assertThat(shown("github", Map.of("headers", OPENED, "body", text)).at("/events/0/event/data/id").asText()).startsWith("github-7");
    }

    @Test
    void saysWhyNothingWouldCome() {
        assertThat(shown("github", Map.of("headers", Map.of("X-GitHub-Event", "star", "X-GitHub-Delivery", "d"), "body", ISSUE)).path("outcome").asText())
                .isEqualTo("ignored");
        JsonNode refused = shown("github", Map.of("body", ISSUE));
        assertThat(refused.path("outcome").asText()).isEqualTo("refused");
        assertThat(refused.path("why").asText()).contains("id or type is missing");
        assertThat(shown("github", Map.of("headers", OPENED, "body", "{")).path("outcome").asText()).isEqualTo("refused");
        JsonNode failed = shown("pipedrive", Map.of("body", Map.of("meta", Map.of("id", "1", "entity", "../x", "action", "change"))));
        assertThat(failed.path("outcome").asText()).isEqualTo("failed");
        assertThat(failed.path("why").asText()).contains("inbound.jq", "called error");
        assertThat(failed.path("events")).isEmpty();
    }

    @Test
    void readsNoObjectAtTheProviderButTakesOneThatIsGiven() throws Exception {
        Path fixtures = Path.of("src/test/resources/fixtures/stripe");
        String thin = Files.readString(fixtures.resolve("thin/v1.payment_intent.succeeded.json"));
        JsonNode unread = shown("stripe", Map.of("body", thin));
        assertThat(unread.path("outcome").asText()).isEqualTo("needs_object");
        assertThat(unread.path("reads").asText()).startsWith("/v1/payment_intents/");
        assertThat(unread.path("events")).isEmpty();

        JsonNode object = hub.read(Files.readString(fixtures.resolve("basil/payment_intent.succeeded.json"))).at("/data/object");
        JsonNode read = shown("stripe", Map.of("body", thin, "object", object.toString().replace(object.path("id").asText(),
                unread.path("reads").asText().replaceFirst(".*/", ""))));
        assertThat(read.path("outcome").asText()).as(read.toString()).isEqualTo("mapped");
        assertThat(read.at("/events/0/event/type").asText()).isEqualTo("payment.processed");
        assertThat(read.path("reads").asText()).isEqualTo(unread.path("reads").asText());
    }

    @Test
    void aConfiguredSecretIsMaskedWhereverTheMappingPutsIt() {
        Map<String, Object> issue = Map.of("action", "opened", "issue", Map.of("id", 7, "title", "My key is sandbox-api-key", "html_url", "https://x.example",
                "created_at", "2026-01-05T10:00:00Z"), "sender", Map.of("id", 42, "login", "ada"));
        assertThat(shown("github", Map.of("headers", OPENED, "body", issue)).toString()).contains("My key is ***").doesNotContain("sandbox-api-key");
    }

    @Test
    void whoMay() {
        String request = "{'body': {}}";
        assertThat(answer(HubTestEnvironment.OPERATOR_KEY, "github", request).status()).isEqualTo(200);
        assertThat(answer(HubTestEnvironment.OTHER_KEY, "github", request)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("routes:dry-run");
        });
        assertThat(answer(null, "github", request).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nobody|{'body': {}}|404", "..%2fgithub|{'body': {}}|400", "GitHub|{'body': {}}|404", "github|{}|400", "github|{'body': null}|400",
        "github|{'body': {}, 'header': {}}|400", "github|{'body': {}, 'headers': []}|400", "github|{'body': {}, 'headers': {'a': 1}}|400", "github|[]|400",
        "github|{'body': {}} {}|400", "github|nonsense|400"})
    void whatIsNoRequestIsRefused(String source, String request, int status) {
        Hub.Answer answer = answer(HubTestEnvironment.OPERATOR_KEY, source, request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (source.equals("nobody")) {
            assertThat(answer.body()).contains("github", "pipedrive", "stripe");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, RequestDryRun.MOST_RUN, RequestDryRun.MOST_RUN + 5})
    void ofAGreatBatchOnlyTheFirstGoThroughTheRoutes(int size) throws Exception {
        InboundTrials inbound = mock(InboundTrials.class);
        DryRun dryRun = mock(DryRun.class);
        List<Event> events = IntStream.range(0, size).mapToObj(i -> Event.of("/x", "id-" + i, "user.registered", "s", Instant.now(), Map.of())).toList();
        when(inbound.sources()).thenReturn(Set.of("x"));
        when(inbound.shown(any(), any(), any(), any())).thenReturn(new InboundTrials.Shown("x", null, null, "mapped", null, null, events));
        when(dryRun.run(anyList())).thenAnswer(call -> call.<List<Event>>getArgument(0).stream().map(event -> List.of(new DryRun.Result("r", event.id(), event.type(),
                List.of(), List.of(), List.of(), null))).toList());

        RequestDryRun.Result result = new RequestDryRun(inbound, dryRun).run("x", new ObjectMapper().readTree("{\"body\": []}"));

        int run = Math.min(size, RequestDryRun.MOST_RUN);
        assertThat(result.events()).hasSize(size).filteredOn(made -> !made.routes().isEmpty()).hasSize(run);
        assertThat(result.notRun()).isEqualTo(size - run);
    }

    private long receipts() {
        return jdbc.queryForObject("select count(*) from receipt where provider_event_id = 'd-1'", Long.class);
    }

    private long effects() {
        return SimulatedProvider.values().stream().mapToLong(hub::effects).sum();
    }
}
