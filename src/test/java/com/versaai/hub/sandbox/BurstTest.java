package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.convert.DurationStyle;

/**
 * A burst of 1000 events at the shipped defaults provokes no 429. Each action is delivered over HTTP, twice, and the calls that took are made
 * again a thousand times straight at the simulator, whose clock and the rate limiter's are the same one, moved on by hand: a delivery begins
 * when a worker is free and the limiter lets it, and its calls are answered faster than anybody does. The limits are the simulators', by the
 * providers' documentation, in the smallest edition; the rates are the manifests'.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BurstTest {

    private static final int EVENTS = 1_000;
    private static final Duration QUICKEST_ANSWER = Duration.ofMillis(10);
    private static final int USUAL_CONCURRENCY = 4;
    /** Whose manifest has a rate although nothing published is overrun without it: Zoho counts by the day and by what is under way. */
    private static final Set<String> OF_OWN_WILL = Set.of("zoho");

    private final MovedClock clock = new MovedClock();
    private final Map<String, List<List<Call>>> deliveries = new TreeMap<>();
    private final Map<String, List<Integer>> permits = new TreeMap<>();
    private final Map<String, Manifest> manifests = new TreeMap<>();
    private Simulators simulators;
    private Instant delivered;

    @BeforeAll
    void deliverOnce() throws Exception {
        simulators = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("hubspot-calls", List.of("100"))), clock, RandomGenerator.getDefault()).start();
        try (ConnectorHarness hub = new ConnectorHarness()) {
            Mappings mappings = Fixtures.mappings(Path.of(ConnectorHarness.MANIFESTS), "hub.slack.channels.ai", "#general");
            for (Manifest manifest : hub.manifests().all().values()) {
                Optional<SimulatedProvider> provider = SimulatedProvider.of(manifest.name());
                if (provider.isPresent() && !manifest.actions().isEmpty()) {
                    provider.get().settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
                    manifests.put(manifest.name(), manifest);
                    deliveries.put(manifest.name(), deliver(hub, manifest, provider.get(), mappings));
                }
            }
        }
        delivered = clock.instant();
        assertThat(deliveries.keySet()).contains("salesforce", "hubspot", "dynamics", "pipedrive", "zoho", "slack");
    }

    @AfterAll
    void stop() {
        simulators.close();
    }

    /** The calls of each delivery: of the one that makes a record, and of the one that finds it. */
    private List<List<Call>> deliver(ConnectorHarness hub, Manifest manifest, SimulatedProvider provider, Mappings mappings) {
        List<List<Call>> made = new ArrayList<>();
        if (manifest.actions().containsKey("note")) {
            // The deal that it is about.
            Mapped deal = mapped(mappings, manifest, "opportunity", Fixtures.event("payment-disputed")).orElseThrow();
            assertThat(hub.send(manifest.kameletOf("opportunity"), deal.payload().toString(), headers(deal)).getException()).isNull();
        }
        // Replies to what somebody has just done in a chat can't be a burst of events, and need an address that is of use for minutes.
        for (String action : manifest.actions().keySet().stream().filter(one -> !one.startsWith("hub-")).toList()) {
            Mapped mapped = Fixtures.events().stream().map(event -> mapped(mappings, manifest, action, event)).flatMap(Optional::stream).findFirst().orElseThrow();
            for (int again = 0; again < 2; again++) {
                simulators.rest(provider);
                simulators.wireMock().resetRequests();
                Exchange done = hub.send(manifest.kameletOf(action), mapped.payload().toString(), headers(mapped));
                assertThat(done.getException()).as(manifest.name() + '/' + action).isNull();
                made.add(calls(provider));
                permits.computeIfAbsent(manifest.name(), name -> new ArrayList<>()).add(manifest.permitsOf(action));
            }
        }
        return made;
    }

    private Optional<Mapped> mapped(Mappings mappings, Manifest manifest, String action, Event event) {
        // Of now: some providers take nothing that is days old.
        Event recent = Fixtures.with(event, event.type(), event.subject(), clock.instant(), event.data());
        return mappings.map(manifest.name(), manifest.mappingOf(action).replaceFirst("\\.jq$", ""), recent);
    }

    private static Map<String, Object> headers(Mapped mapped) {
        Map<String, Object> headers = new TreeMap<>(Map.of("HubDeliveryId", "burst"));
        if (mapped.key() != null) {
            headers.put("HubKey", mapped.key());
        }
        if (mapped.object() != null) {
            headers.put("HubObject", mapped.object());
        }
        return headers;
    }

    private List<Call> calls(SimulatedProvider provider) {
        List<Call> calls = new ArrayList<>(simulators.wireMock().getAllServeEvents().stream().map(served -> (LoggedRequest) served.getRequest())
                .map(request -> SimulatedAnswers.call(request, request.getUrl().substring(provider.path().length() + 1)))
                // A token serves for a thousand deliveries.
                .filter(call -> !call.path().contains("/oauth")).toList());
        Collections.reverse(calls);
        assertThat(calls).as(provider.path()).isNotEmpty();
        return calls;
    }

    /** How many calls are refused as too many. */
    private int refused(String name, RateLimiter limiter, RateLimiter ofKey, int workers) {
        SimulatedProvider provider = SimulatedProvider.of(name).orElseThrow();
        Simulator simulator = simulators.simulator(provider);
        // After a pause, when the bucket is full, and while the tokens are good.
        simulators.rest(provider);
        clock.now = delivered;
        Instant[] free = new Instant[workers];
        Arrays.fill(free, clock.instant());
        int refused = 0;
        for (int i = 0; i < EVENTS; i++) {
            int worker = 0;
            for (int other = 1; other < workers; other++) {
                worker = free[other].isBefore(free[worker]) ? other : worker;
            }
            clock.reach(free[worker]);
            List<Call> calls = deliveries.get(name).get(i % deliveries.get(name).size());
            waitFor(ofKey, key(name, calls), 1);
            waitFor(limiter, name, permits.get(name).get(i % permits.get(name).size()));
            Instant began = clock.instant();
            for (Call call : calls) {
                Answer answer = simulator.answer(call);
                assertThat(answer.status()).as(name + ' ' + call.path()).isNotIn(401, 500);
                refused += tooMany(answer) ? 1 : 0;
            }
            free[worker] = began.plus(QUICKEST_ANSWER.multipliedBy(calls.size()));
        }
        return refused;
    }

    private void waitFor(RateLimiter limiter, String key, long tokens) {
        for (Duration wait = limiter.tryTake(key, tokens); !wait.isZero(); wait = limiter.tryTake(key, tokens)) {
            clock.advance(Duration.ofMillis(wait.toMillis() + 1));
        }
    }

    /** What the provider counts by besides, as the manifest says: a channel. */
    private String key(String name, List<Call> calls) {
        String at = manifests.get(name).policy().at("/key-rate/at").asText("/");
        try {
            return new ObjectMapper().readTree(calls.get(calls.size() - 1).body()).at(at).asText();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean tooMany(Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return answer.status() == 429 || body.contains("REQUEST_LIMIT_EXCEEDED") || body.contains("\"ratelimited\"");
    }

    private RateLimiter shipped(Manifest manifest, String rate) {
        long permits = manifest.policy().at(rate + "/permits").asLong(0);
        Duration per = DurationStyle.detectAndParse(manifest.policy().at(rate + "/per").asText("1s"));
        return TokenBuckets.local(clock).limiter("delivery", new TokenBuckets.Limit(permits, per, permits));
    }

    @Test
    void aThousandEventsProvokeNoRefusal() {
        Map<String, Integer> refused = new TreeMap<>();
        manifests.forEach((name, manifest) ->
                refused.put(name, refused(name, shipped(manifest, "/rate"), shipped(manifest, "/key-rate"), manifest.concurrency() == null ? USUAL_CONCURRENCY : manifest.concurrency())));
        assertThat(refused).as("calls that are too many").hasSizeGreaterThan(8).allSatisfy((name, calls) -> assertThat(calls).as(name).isZero());
    }

    /** Else the test above would prove nothing. */
    @Test
    void withoutItsRateEachIsRefused() {
        List<String> limited = manifests.values().stream().filter(manifest -> manifest.policy().has("rate")).map(Manifest::name)
                .filter(name -> !OF_OWN_WILL.contains(name)).toList();
        assertThat(limited).contains("hubspot", "pipedrive", "amplitude", "dynamics", "slack");
        limited.forEach(name -> assertThat(refused(name, RateLimiter.UNLIMITED, RateLimiter.UNLIMITED, EVENTS)).as(name).isPositive());
    }

    /** Moved on by hand. */
    private static final class MovedClock extends Clock {

        private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        void advance(Duration time) {
            now = now.plus(time);
        }

        void reach(Instant moment) {
            now = moment.isAfter(now) ? moment : now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
