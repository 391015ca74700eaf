package com.versaai.hub.sandbox;

import static com.versaai.hub.support.Providers.GA4;
import static com.versaai.hub.support.Providers.HUBSPOT;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SEGMENT;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final long SEED = System.nanoTime();
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        System.out.println("FaultsTest seed " + SEED);
        simulators = new Simulators(SimulatorSettings.onPort(0), Clock.systemUTC(), new Random(SEED)).start();
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @BeforeEach
    void reset() {
        simulators.reset();
    }

    private static Web.Reply track() {
        return Web.post(simulators.url(SEGMENT) + "/v1/track", Web.json(Web.basic("segment-sandbox:")),
                "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"m\"}");
    }

    @Test
    void statusForTheNextCallsOnly() {
        simulators.faults().set(SEGMENT, FaultSpec.error(503).withCount(2));
        assertThat(List.of(track().status(), track().status(), track().status())).containsExactly(503, 503, 200);
        assertThat(simulators.faults().active().get(SEGMENT)).satisfies(active -> {
            assertThat(active.hits()).isEqualTo(2);
            assertThat(active.remaining()).isZero();
        });
        assertThat(simulators.effects().requests(SEGMENT)).isEqualTo(1);
    }

    @Test
    void rateIsAShare() {
        simulators.faults().set(SEGMENT, FaultSpec.error(500).withRate(0.5));
        long hit = IntStream.range(0, 200).filter(i -> track().status() == 500).count();
        assertThat(hit).as("seed %d", SEED).isBetween(60L, 140L);
    }

    @Test
    void retryAfterInSecondsAndAsDate() {
        simulators.faults().set(SEGMENT, FaultSpec.error(429).withRetryAfter("7", false));
        assertThat(track().header("Retry-After")).isEqualTo("7");
        assertThat(track().header("X-RateLimit-Reset")).isNotNull();
        simulators.faults().set(SEGMENT, FaultSpec.error(429).withRetryAfter("7", true));
        ZonedDateTime date = ZonedDateTime.parse(track().header("Retry-After"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(date.toInstant()).isBetween(Clock.systemUTC().instant().plusSeconds(2), Clock.systemUTC().instant().plusSeconds(8));
    }

    @Test
    void resetAndBrokenAreNetworkFaults() {
        for (FaultSpec.Kind kind : List.of(FaultSpec.Kind.RESET, FaultSpec.Kind.BROKEN)) {
            simulators.faults().set(SEGMENT, FaultSpec.of(kind));
            assertThatThrownBy(FaultsTest::track).hasCauseInstanceOf(IOException.class);
        }
        assertThat(simulators.effects().count(SEGMENT)).isZero();
    }

    @Test
    void lostAnswerAfterTheEffect() {
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.RESET).withAfterEffect().withCount(1));
        assertThatThrownBy(FaultsTest::track).hasCauseInstanceOf(IOException.class);
        assertThat(track().status()).isEqualTo(200);
        Effects.Effect effect = simulators.effects().find(SEGMENT, "m").orElseThrow();
        assertThat(effect.requests()).isEqualTo(2);
        assertThat(effect.effects()).isEqualTo(1);
    }

    @Test
    void oddBodies() {
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.HTML));
        assertThat(track()).satisfies(r -> {
            assertThat(r.status()).isEqualTo(502);
            assertThat(r.header("Content-Type")).startsWith("text/html");
        });
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.EMPTY));
        assertThat(track()).satisfies(r -> assertThat(r.body()).isEmpty());
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.HUGE).withStatus(500));
        assertThat(track()).satisfies(r -> {
            assertThat(r.status()).isEqualTo(500);
            assertThat(r.body()).hasSize(SimulatedAnswers.HUGE).startsWith("{\"padding\":\"x").endsWith("x\"}");
        });
    }

    @Test
    void aDribblingAnswerIsTheRightOneByteByByteFromItsFirst() throws Exception {
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.DRIBBLE).withLatencyMs(5));
        long start = System.nanoTime();
        try (Socket socket = new Socket("localhost", simulators.port())) {
            String body = "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"m\"}";
            socket.getOutputStream().write(("POST /segment/v1/track HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
                    + "Basic " + Base64.getEncoder().encodeToString("segment-sandbox:".getBytes(StandardCharsets.US_ASCII))
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            long first = System.nanoTime();
            assertThat(new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII)).isEqualTo("TTP/1.1 200 OK\r\n");
            assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThanOrEqualTo(Duration.ofMillis(75));
        }
        assertThat(track().body()).contains("success");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        simulators.faults().clear();
        long after = System.nanoTime();
        assertThat(track().body()).contains("success");
        assertThat(Duration.ofNanos(System.nanoTime() - after)).as("the same connection, at once").isLessThan(Duration.ofMillis(400));
    }

    @Test
    void slowAnswersAreRightAnswers() {
        simulators.faults().set(SEGMENT, new FaultSpec(null, null, null, null, null, null, 150, null, null, null, null));
        long start = System.nanoTime();
        assertThat(track().body()).contains("success");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void hangingHoldsNoThreadAndEndsWhenCleared() {
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.HANG));
        List<CompletableFuture<Integer>> calls = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> track().status(), run -> new Thread(run).start())).toList();
        await().atMost(Duration.ofSeconds(8)).until(() -> simulators.hanging(SEGMENT) == 64);
        Web.Reply other = Web.post(simulators.url(GA4) + "/mp/collect", Web.JSON, "{}");
        assertThat(other.status()).isEqualTo(204);
        simulators.faults().clear(SEGMENT);
        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(503));
        assertThat(simulators.hanging(SEGMENT)).isZero();
        assertThat(simulators.effects().count(SEGMENT)).isZero();
        assertThat(track().status()).isEqualTo(200);
    }

    @Test
    void hangEndsByItself() {
        simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.HANG).withHangSeconds(1).withAfterEffect());
        assertThat(track().status()).isEqualTo(200);
        assertThat(simulators.effects().count(SEGMENT)).isEqualTo(1);
        assertThat(simulators.hanging(SEGMENT)).isZero();
    }

    @Test
    void errorsHaveTheProvidersShape() {
        simulators.faults().set(SLACK, new FaultSpec(null, null, null, null, null, "channel_not_found", null, null, null, null, null));
        Web.Reply slack = Web.post(simulators.url(SLACK) + "/api/chat.postMessage", Web.JSON, "{}");
        assertThat(slack.status()).isEqualTo(200);
        assertThat(slack.body()).isEqualTo("{\"ok\":false,\"error\":\"channel_not_found\"}");
        simulators.faults().set(SLACK, FaultSpec.error(429));
        assertThat(Web.post(simulators.url(SLACK) + "/api/chat.postMessage", Web.JSON, "{}").body()).contains("ratelimited");
        simulators.faults().set(SALESFORCE, FaultSpec.error(400).withError("UNABLE_TO_LOCK_ROW").withPath("/services/data"));
        assertThat(Web.post(simulators.url(SALESFORCE) + "/services/data/v68.0/sobjects/Lead", Web.JSON, "{}").json().get(0)
                .get("errorCode").asText()).isEqualTo("UNABLE_TO_LOCK_ROW");
        assertThat(Web.post(simulators.url(SALESFORCE) + "/services/oauth2/token", Web.JSON, "").json().get("error").asText())
                .as("the path keeps tokens out of it").isEqualTo("invalid_request");
        simulators.faults().set(HUBSPOT, FaultSpec.error(429));
        assertThat(Web.post(simulators.url(HUBSPOT) + "/crm/v3/objects/contacts", Web.JSON, "{}").json().get("policyName").asText())
                .isEqualTo("TEN_SECONDLY_ROLLING");
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> simulators.faults().set(SEGMENT, FaultSpec.error(99).withRate(2).withCount(0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("status").hasMessageContaining("rate").hasMessageContaining("count");
        assertThatThrownBy(() -> simulators.faults().set(SEGMENT, FaultSpec.of(FaultSpec.Kind.SLOW))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> simulators.faults().set(SEGMENT, FaultSpec.error(429).withRetryAfter("1\r\nX: y", false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> simulators.expireTokens(SEGMENT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void adminApiListsWhatArrivedAndResetsLeaveTheSimulators() throws Exception {
        track();
        String admin = "http://localhost:" + simulators.port() + "/__admin";
        assertThat(Web.send("GET", admin + "/requests", Web.JSON, "").body()).contains("/segment/v1/track");
        Web.post(admin + "/reset", Web.JSON, "");
        Web.post(admin + "/mappings/reset", Web.JSON, "");
        assertThat(track().status()).isEqualTo(200);
    }

    @Test
    void journalAndLedgerAreBounded() {
        SimulatorSettings small = SimulatorSettings.onPort(0).withJournalEntries(3).withLedgerEntries(2);
        try (Simulators bounded = new Simulators(small).start()) {
            for (int i = 0; i < 5; i++) {
                Web.post(bounded.url(SEGMENT) + "/v1/track", Web.json(Web.basic("segment-sandbox:")),
                        "{\"userId\":\"u\",\"event\":\"" + "e".repeat(9000) + "\",\"messageId\":\"m" + i + "\"}");
            }
            assertThat(bounded.wireMock().getAllServeEvents()).hasSize(3);
            assertThat(bounded.effects().of(SEGMENT)).extracting(Effects.Effect::key).containsExactly("m3", "m4");
            assertThat(bounded.effects().of(SEGMENT).get(0).body()).hasSize(Effects.BODY_LIMIT);
            assertThat(bounded.effects().evicted(SEGMENT)).isEqualTo(3);
            assertThat(bounded.effects().count(SEGMENT)).isEqualTo(5);
        }
    }

    @Test
    void journalCanBeOff() {
        try (Simulators bare = new Simulators(SimulatorSettings.onPort(0).withJournalEntries(0)).start()) {
            assertThat(Web.post(bare.url(GA4) + "/mp/collect", Web.JSON, "{}").status()).isEqualTo(204);
            bare.reset();
            assertThat(Web.post(bare.url(GA4) + "/mp/collect", Web.JSON, "{}").status()).isEqualTo(204);
        }
    }

    @Test
    void portInUseIsOneClearMessage() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Simulators late = new Simulators(taken.getLocalPort());
            assertThatThrownBy(late::start).isInstanceOf(SimulatorPortException.class)
                    .hasMessageContainingAll(Integer.toString(taken.getLocalPort()), "in use");
        }
    }
}
