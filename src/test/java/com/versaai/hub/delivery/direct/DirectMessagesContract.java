package com.versaai.hub.delivery.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.gateway.Caller;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.support.HandClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two nodes on one database, the real kamelet, and a Slack that fails in every way: what a caller is told, and how often Slack has the message. */
abstract class DirectMessagesContract {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELLO = "{\"channel\":\"#growth\",\"text\":\"hola\"}";

    private final HandClock clock = new HandClock();
    private final Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("slack-channel-rate", List.of("0")))).start();
    private final Destinations destinations = Records.destinations(Records.settings());
    private final CircuitBreaker circuit = CircuitBreaker.ofDefaults("slack");
    private final List<String> turns = new ArrayList<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private boolean room = true;
    private ConnectorHarness hub;
    private DataSource database;
    private DirectMessages here;
    private DirectMessages there;
    private final String key = UUID.randomUUID().toString();

    /** One that is migrated. */
    abstract DataSource database() throws Exception;

    record Told(int status, String slug, JsonNode body, boolean replayed) {
    }

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        SLACK.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
        database = database();
        here = node(new JdbcTemplate(database));
        there = node(new JdbcTemplate(database));
    }

    @AfterEach
    void stop() throws Exception {
        callers.shutdownNow();
        hub.close();
        simulators.close();
    }

    private DirectMessages node(JdbcTemplate jdbc) {
        return new DirectMessages(new DirectSettings(Set.of("#growth", "#nowhere")), destinations, Fixtures.mappings(), (destination, payload, most) -> {
            turns.add(destinations.get(destination).keyOf(payload));
            return room;
        }, name -> circuit, hub.faults, new DirectCalls(jdbc, clock), clock);
    }

    private Exchange request(String caller, String withKey, String body) {
        Exchange exchange = new DefaultExchange(hub.context);
        exchange.setProperty("hub.access", new Caller(caller, Set.of(), false));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (withKey != null) {
            exchange.getMessage().setHeader("Idempotency-Key", withKey);
        }
        exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        return exchange;
    }

    /** As routes/api/SlackApi.java does. */
    private Told ask(DirectMessages node, Exchange exchange) {
        try {
            node.accept(exchange);
            if (exchange.getProperty("hubDirect") != null) {
                Exchange call = hub.send("slack-message-sink?webhooks=false&responseTimeout=700", exchange.getMessage().getBody(String.class), Map.of());
                exchange.setException(call.getException());
                exchange.getMessage().setBody(call.getMessage().getBody());
                if (call.getException() == null) {
                    node.answered(exchange);
                } else {
                    node.failed(exchange);
                }
            }
            node.write(exchange);
            boolean replayed = "true".equals(exchange.getMessage().getHeader("Idempotent-Replayed"));
            return new Told(200, null, JSON.readTree(exchange.getMessage().getBody(byte[].class)), replayed);
        } catch (ProblemException e) {
            String type = e.problem().type().toString();
            return new Told(e.problem().status(), type.substring(type.lastIndexOf('/') + 1), null, false);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Told ask(DirectMessages node, String body) {
        return ask(node, request("product", key, body));
    }

    /** One for each message in Slack: two of the same text are one entry with two effects. */
    private List<String> posted() {
        return simulators.effects().of(SLACK).stream().flatMap(effect -> Collections.nCopies((int) effect.effects(), effect.body()).stream()).toList();
    }

    private static String said(Told told) {
        return told.status + " " + told.slug;
    }

    @Test
    void answersChannelAndTsAndTheSameAgainOnEveryNode() {
        Told first = ask(here, HELLO);

        assertThat(first.status).isEqualTo(200);
        assertThat(first.replayed).isFalse();
        assertThat(first.body.path("ts").asText()).matches("\\d+\\.\\d+");
        assertThat(first.body.path("channel").asText()).startsWith("C");
        Told again = ask(there, "{ \"text\": \"hola\", \"channel\": \"#growth\" }");
        assertThat(again).isEqualTo(new Told(200, null, first.body, true));
        assertThat(posted()).hasSize(1);
        assertThat(turns).as("the permit that deliveries take, too").containsExactly("#growth");
    }

    @Test
    void aKeyIsItsCallersAndOneMessages() {
        ask(here, HELLO);
        assertThat(said(ask(there, HELLO.replace("hola", "adiós")))).isEqualTo("422 key-reused");
        assertThat(said(ask(here, HELLO.replace("}", ",\"thread_ts\":\"1.2\"}")))).isEqualTo("422 key-reused");
        assertThat(ask(here, request("another", key, HELLO)).replayed).isFalse();
        assertThat(posted()).hasSize(2);
    }

    @Test
    void ofTwentyAtOnceOnTwoNodesOnePosts() throws Exception {
        simulators.faults().set(SLACK, FaultSpec.of(FaultSpec.Kind.SLOW).withLatencyMs(300));
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Told>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            DirectMessages node = i % 2 == 0 ? here : there;
            asked.add(callers.submit(() -> {
                go.await();
                return ask(node, HELLO);
            }));
        }
        go.countDown();
        List<Told> told = new ArrayList<>();
        for (Future<Told> one : asked) {
            told.add(one.get(30, TimeUnit.SECONDS));
        }

        assertThat(posted()).hasSize(1);
        assertThat(told).filteredOn(one -> one.status == 200 && !one.replayed).hasSize(1);
        assertThat(told).allMatch(one -> one.status == 200 || said(one).equals("409 conflict"));
        assertThat(ask(there, HELLO).replayed).isTrue();
    }

    @Test
    void killedBetweenSlacksAnswerAndTheStoredTsItIsNeverSentAgain() throws Exception {
        Exchange exchange = request("product", key, HELLO);
        here.accept(exchange);
        assertThat(hub.send("slack-message-sink?webhooks=false", exchange.getMessage().getBody(String.class), Map.of()).getException()).isNull();
        // No answered(): the process is gone.
        assertThat(said(ask(there, HELLO))).isEqualTo("409 conflict");
        clock.forward(DirectCalls.LEASE.plusSeconds(1));
        assertThat(said(ask(there, HELLO))).isEqualTo("504 in-doubt");
        clock.forward(Duration.ofDays(20));
        assertThat(said(ask(here, HELLO))).isEqualTo("504 in-doubt");
        assertThat(posted()).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenDownIsToldAndNotSentAgain() {
        AtomicReference<RuntimeException> broken = new AtomicReference<>();
        DirectMessages failing = node(new JdbcTemplate(database) {
            @Override
            public int update(String sql, Object... values) {
                if (sql.startsWith("update")) {
                    broken.set(new DataAccessResourceFailureException("the database is away"));
                    throw broken.get();
                }
                return super.update(sql, values);
            }
        });
        assertThat(ask(failing, HELLO).status).isEqualTo(200);
        assertThat(broken.get()).isNotNull();
        clock.forward(DirectCalls.LEASE.plusSeconds(1));
        assertThat(said(ask(here, HELLO))).isEqualTo("504 in-doubt");
        assertThat(posted()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"channel_not_found,422 channel-unknown", "not_in_channel,422 channel-unknown", "is_archived,422 channel-unknown",
        "invalid_auth,502 provider-refused", "invalid_blocks,502 provider-refused", "service_unavailable,502 provider-failed", "ratelimited,429 rate-limited"})
    void whatSlackRefusesLeavesTheKeyFree(String code, String said) {
        simulators.faults().set(SLACK, FaultSpec.error(200).withError(code).withCount(1));
        assertThat(said(ask(here, HELLO))).isEqualTo(said);
        assertThat(ask(there, HELLO).replayed).isFalse();
        assertThat(posted()).hasSize(1);
    }

    @Test
    void slacks429HasItsRetryAfter() throws Exception {
        simulators.faults().set(SLACK, FaultSpec.error(429).withRetryAfter("7", false).withCount(1));
        Exchange exchange = request("product", key, HELLO);
        here.accept(exchange);
        exchange.setException(hub.send("slack-message-sink?webhooks=false", exchange.getMessage().getBody(String.class), Map.of()).getException());
        here.failed(exchange);
        ProblemException told = assertThrows(ProblemException.class, () -> here.write(exchange));
        assertThat(told.problem().status()).isEqualTo(429);
        assertThat(told.problem().retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HANG", "RESET", "BROKEN", "EMPTY", "HTML", "internal_error", "500"})
    void whatMayHaveHappenedIsInDoubtAndNotSentAgain(String kind) {
        FaultSpec fault = switch (kind) {
            case "internal_error" -> FaultSpec.error(200).withError(kind);
            case "500" -> FaultSpec.error(500);
            case "HANG" -> FaultSpec.of(FaultSpec.Kind.HANG).withHangSeconds(2);
            case "EMPTY" -> FaultSpec.of(FaultSpec.Kind.EMPTY).withStatus(200);
            default -> FaultSpec.of(FaultSpec.Kind.valueOf(kind));
        };
        simulators.faults().set(SLACK, fault.withAfterEffect());
        assertThat(said(ask(here, HELLO))).isEqualTo("504 in-doubt");
        simulators.faults().clear(SLACK);
        assertThat(said(ask(there, HELLO))).isEqualTo("504 in-doubt");
        assertThat(posted()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aSlackThatCannotBeReachedLeavesTheKeyFree() {
        hub.environment.setProperty("hub.provider.slack.base-url", "http://localhost:1/api");
        assertThat(said(ask(here, HELLO))).isEqualTo("502 provider-failed");
        hub.environment.setProperty("hub.provider.slack.base-url", SLACK.settings("http://localhost:" + simulators.port()).get("hub.provider.slack.base-url"));
        assertThat(ask(here, HELLO).status).isEqualTo(200);
    }

    @Test
    void withoutATokenItIsNotConfigured() {
        hub.environment.setProperty("hub.provider.slack.bot-token", "");
        assertThat(said(ask(here, HELLO))).isEqualTo("503 not-configured");
        assertThat(posted()).isEmpty();
    }

    @Test
    void noRoomAndAnOpenCircuitClaimNothing() {
        room = false;
        assertThat(said(ask(here, HELLO))).isEqualTo("429 rate-limited");
        room = true;
        circuit.transitionToOpenState();
        assertThat(said(ask(here, HELLO))).isEqualTo("503 unavailable");
        circuit.transitionToClosedState();
        assertThat(ask(here, HELLO).replayed).isFalse();
        assertThat(posted()).hasSize(1);
    }

    @Test
    void aProbeOfAHalfOpenCircuitIsGivenBackHoweverItEnds() {
        circuit.transitionToOpenState();
        circuit.transitionToHalfOpenState();
        simulators.faults().set(SLACK, FaultSpec.error(200).withError("channel_not_found").withCount(10));
        for (int i = 0; i < 10; i++) {
            assertThat(said(ask(here, HELLO))).isEqualTo("422 channel-unknown");
        }
        assertThat(circuit.getState()).as("a channel that is missing says nothing of Slack's health").isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"channel\":\"#general\",\"text\":\"x\"} | 403 channel-not-allowed", "{\"channel\":\"growth\",\"text\":\"x\"} | 403 channel-not-allowed",
        "{\"channel\":\"#nowhere\",\"text\":\"x\"} | 422 channel-unknown", "{\"channel\":\"#growth\"} | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\" \"} | 400 malformed", "{\"channel\":[\"#growth\"],\"text\":\"x\"} | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\"x\",\"link_names\":true} | 400 malformed", "{\"channel\":\"#growth\",\"text\":\"x\",\"type\":\"loud\"} | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\"x\",\"thread_ts\":\"now\"} | 400 malformed", "{\"channel\":\"#growth\",\"text\":\"x\",\"blocks\":{}} | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\"x\",\"blocks\":[{\"type\":\"header\",\"text\":{\"type\":\"plain_text\",\"text\":\"\"}}]} | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\"x\",\"blocks\":[{\"type\":\"actions\",\"elements\":[]}]} | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\"x\",\"blocks\":[{\"type\":\"rich_text\",\"elements\":[{\"type\":\"broadcast\",\"range\":\"channel\"}]}]} | 400 malformed",
        "[] | 400 malformed", "{\"channel\":\"#growth\",\"text\":\"x\",\"text\":\"y\"} | 400 malformed", "{\"channel\":\"#growth | 400 malformed",
        "{\"channel\":\"#growth\",\"text\":\"\\u0000\\u0001\"} | 400 malformed"})
    void refusesWithoutPosting(String body, String said) {
        assertThat(said(ask(here, body))).isEqualTo(said);
        assertThat(posted()).isEmpty();
        assertThat(ask(here, HELLO).replayed).as("the key is free").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "ñ"})
    void refusesKeysThatCanBeReadInTwoWays(String wrong) {
        assertThat(said(ask(here, request("product", wrong, HELLO)))).isEqualTo("400 malformed");
        assertThat(said(ask(here, request("product", "k".repeat(256), HELLO)))).isEqualTo("400 malformed");
        assertThat(said(ask(here, request("product", null, HELLO)))).isEqualTo("400 malformed");
        assertThat(posted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"info,ℹ️,#439FE0", "success,✅,#2EB67D", "warning,⚠️,#ECB22E", "error,❌,#E01E5A", "alert,<!channel> 🚨,#8B0000"})
    void typesLookAsThoseOfDeliveriesAndOnlyAnAlertMentions(String type, String start, String colour) throws Exception {
        String ts = ask(here, request("product", "thread", HELLO)).body.path("ts").asText();
        String body = "{\"channel\":\"#growth\",\"text\":\"<!here> <@U1> a&b\\nzwei\",\"detail\":\"<!channel>\",\"type\":\"%s\",\"thread_ts\":\"%s\"}"
                .formatted(type, ts);
        assertThat(ask(here, body).status).isEqualTo(200);
        JsonNode sent = JSON.readTree(posted().get(1));
        assertThat(sent.path("text").asText()).isEqualTo(start + " &lt;!here&gt; &lt;@U1&gt; a&amp;b\nzwei");
        assertThat(sent.at("/attachments/0/color").asText()).isEqualTo(colour);
        assertThat(sent.at("/attachments/0/text").asText()).isEqualTo("&lt;!channel&gt;");
        assertThat(sent.path("thread_ts").asText()).isEqualTo(ts);
    }

    @Test
    void blocksShowAndMentionNobody() throws Exception {
        String blocks = "[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"<!channel> <https://a.example|b> <@U1>\"}},{\"type\":\"divider\"}]";
        assertThat(ask(here, "{\"channel\":\"#growth\",\"text\":\"\uD83D\uDE80 \\ud800\",\"blocks\":" + blocks + "}").status).isEqualTo(200);
        JsonNode sent = JSON.readTree(posted().get(0));
        assertThat(sent.at("/blocks/0/text/text").asText()).isEqualTo("&lt;!channel> <https://a.example|b> &lt;@U1>");
        assertThat(sent.at("/text").asText()).isEqualTo("\uD83D\uDE80 \uFFFD");
    }
}
