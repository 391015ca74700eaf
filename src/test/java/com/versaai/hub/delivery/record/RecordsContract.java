package com.versaai.hub.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.api.Timelines;
import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.attempt.Parking;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.plan.Journal;
import com.versaai.hub.delivery.plan.RoutingFailures;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryRepository.Outcome;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.storage.DatabaseSettings;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/** What is kept of deliveries, on each database the hub runs on. */
abstract class RecordsContract {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private final ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private final Clock clock = Clock.systemUTC();
    private final ClockWatch watch = new ClockWatch(clock, System::nanoTime);
    private HikariDataSource database;
    private JdbcTemplate jdbc;
    private GroupCommit commits;
    private DeliveryRepository store;
    private DeliveryQueries deliveries;

    abstract HikariDataSource emptyDatabase(int connections);

    @BeforeEach
    void migrate() {
        // One connection: what a failure leaves behind in it meets the next statement.
        database = emptyDatabase(1);
        jdbc = new JdbcTemplate(database);
        commits = new GroupCommit(database);
        store = new DeliveryRepository(jdbc, commits, clock);
        deliveries = new DeliveryQueries(jdbc);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (commits != null) {
            commits.close();
            database.close();
        }
    }

    @Test
    void keepsADeliveryOfWhichOnlyTheNecessaryIsKnown() {
        DeliveryPass tried = tried("e1/slack/alert", "slack");

        store.record(tried, Outcome.of(DeliveryState.WAITING, 0));

        DeliveryQueries.Found found = deliveries.find("e1/slack/alert");
        assertThat(found.state()).isEqualTo(DeliveryState.WAITING);
        assertThat(found.subject()).isNull();
        assertThat(found.status()).isNull();
        assertThat(found.nextAttemptAt()).isNull();
        assertThat(store.find("nobody/knows/it")).isNull();
    }

    @Test
    void keepsWhatAnAttemptMet() {
        DeliveryPass tried = tried("e1/slack/alert", "slack");
        Fault fault = new Fault(FaultClass.TRANSIENT, 503, "http_503", "NUL \0 and 😀", null, "<html>\0</html>");
        tried.start(NOW);
        tried.failed(NOW.plusMillis(7), fault, Duration.ofMillis(20));

        store.record(tried, new Outcome(DeliveryState.PARKED, 1, null, null, NOW, fault, "{\"content\":1}"));

        Attempt attempt = deliveries.attempts("e1/slack/alert").get(0);
        assertThat(attempt.startedAt()).isEqualTo(NOW);
        assertThat(attempt.durationMs()).isEqualTo(7);
        assertThat(attempt.status()).isEqualTo(503);
        assertThat(attempt.waitMs()).isEqualTo(20);
        assertThat(attempt.answer()).isEqualTo("<html>\uFFFD</html>");
        assertThat(deliveries.find("e1/slack/alert").message()).isEqualTo("NUL \uFFFD and 😀");
        assertThat(deliveries.find("e1/slack/alert").nextAttemptAt()).isEqualTo(NOW);
    }

    @Test
    void refusesOneBadRowAndKeepsTheOthersOfItsBatch() {
        List<CompletableFuture<Boolean>> writers = IntStream.range(0, 40).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
            try {
                commits.commit(List.of(event("event-" + (i % 4 == 0 ? "same" : i)), event("second-" + i)));
                return true;
            } catch (DataAccessException e) {
                return false;
            }
        })).toList();

        long kept = writers.stream().filter(CompletableFuture::join).count();

        // Ten wanted the same id: one got it, nine lost both of their rows, and nobody else lost any.
        assertThat(kept).isEqualTo(31);
        assertThat(jdbc.queryForObject("select count(*) from event", Long.class)).isEqualTo(62);
        assertThat(jdbc.queryForObject("select count(*) from event where id like 'second%'", Long.class)).isEqualTo(31);
    }

    private static Write event(String id) {
        return new Write("""
                insert into event (id, source, type, subject, originid, correlationid, tenant, occurred_at, accepted_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", id, "/test", "t", null, null, null, null, null, NOW);
    }

    @Test
    void goesOnAfterARowThatIsTooLong() {
        assertThatThrownBy(() -> commits.commit(List.of(event("x".repeat(41))))).isInstanceOf(DataAccessException.class);

        commits.commit(List.of(event("short")));

        assertThat(jdbc.queryForObject("select count(*) from event", Long.class)).isEqualTo(1);
    }

    @Test
    void letsOneOfTwoNodesClaim() {
        DeliveryPass here = tried("e1/slack/alert", "slack");
        DeliveryPass there = tried("e1/slack/alert", "slack");

        store.claim(here, "node-1", NOW.plusSeconds(90));

        assertThatThrownBy(() -> store.claim(there, "node-2", NOW.plusSeconds(90))).isInstanceOf(ClaimedElsewhereException.class);
        there.found(store.find("e1/slack/alert"));
        assertThatThrownBy(() -> store.claim(there, "node-2", NOW.plusSeconds(90))).isInstanceOf(ClaimedElsewhereException.class);
        store.claim(here, "node-1", NOW.plusSeconds(180));
        assertThat(store.find("e1/slack/alert").claimedBy()).isEqualTo("node-1");
        assertThat(store.find("e1/slack/alert").leaseUntil()).isEqualTo(NOW.plusSeconds(180));
    }

    @Test
    void letsNobodyClaimWhatWasTriedMeanwhile() {
        DeliveryPass here = tried("e1/slack/alert", "slack");
        store.record(here, Outcome.of(DeliveryState.WAITING, 0));
        DeliveryPass late = tried("e1/slack/alert", "slack");
        late.found(store.find("e1/slack/alert"));

        store.claim(here, "node-1", NOW.plusSeconds(90));
        here.start(NOW);
        here.succeeded(NOW, 200, "ok");
        store.record(here, Outcome.of(DeliveryState.DELIVERED, 0));

        assertThatThrownBy(() -> store.claim(late, "node-2", NOW.plusSeconds(90))).isInstanceOf(ClaimedElsewhereException.class);
        assertThat(store.find("e1/slack/alert").state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void whatAClockThatWasAheadHasParkedWaitsAsLongFromNow() throws Exception {
        store.record(tried("e1/slack/alert", "slack"), new Outcome(DeliveryState.PARKED, 1, null, null, clock.instant().plusSeconds(60), null, "{}"));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            ClockWatch setBack = new ClockWatch(Clock.offset(clock, Duration.ofMinutes(-10)), System::nanoTime);

            assertThat(parking(setBack).due(new DefaultExchange(camel))).isEmpty();
        }

        Instant due = jdbc.queryForObject("select next_attempt_at from delivery", java.time.OffsetDateTime.class).toInstant();
        assertThat(Duration.between(clock.instant(), due)).isBetween(Duration.ofSeconds(-560), Duration.ofSeconds(-540));
    }

    private Parking parking(ClockWatch clocks) {
        return new Parking(Records.destinations(Records.settings()), jdbc, clocks);
    }

    @Test
    void leasesWhatIsDueToOneOfTwoNodes() throws Exception {
        for (int i = 0; i < 30; i++) {
            store.record(tried("e" + i + "/slack/alert", "slack"), new Outcome(DeliveryState.PARKED, 1, null, null,
                    i < 20 ? NOW.minusSeconds(1) : NOW.plusSeconds(600), null, "{}"));
        }
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange one = new DefaultExchange(camel);
            Exchange two = new DefaultExchange(camel);

            CompletableFuture<List<Message>> there = CompletableFuture.supplyAsync(() -> parking(watch).due(two));
            List<Message> here = parking(watch).due(one);

            assertThat(here.size() + there.join().size()).isEqualTo(20);
            parking(watch).queued(one);
            parking(watch).queued(two);
            assertThat(jdbc.queryForObject("select count(*) from delivery where state = 'queued'", Long.class)).isEqualTo(20);
            assertThat(parking(watch).due(one)).isEmpty();
        }
    }

    @Test
    void filtersByEverythingAtOnce() {
        store.record(tried("e1/slack/alert", "slack"), Outcome.of(DeliveryState.DEAD, 0));
        store.record(tried("e2/hubspot/lead", "hubspot"), Outcome.of(DeliveryState.DELIVERED, 0));

        assertThat(deliveries.list(new Filter(null, null, null, null, null, null, null, null), 10, 0)).hasSize(2);
        assertThat(deliveries.list(new Filter("slack", "test.happened", List.of(DeliveryState.DEAD, DeliveryState.PARKED), null, null, "e1",
                NOW.minusSeconds(60), Instant.now().plusSeconds(60)), 10, 0)).hasSize(1);
        assertThat(deliveries.list(new Filter(null, null, null, "permanent", "x", "e1", null, null), 10, 0)).isEmpty();
        assertThat(deliveries.list(new Filter(null, null, null, null, null, null, null, null), 10, 1)).hasSize(1);
    }

    @Test
    void tellsWhatBecameOfAnEvent() throws Exception {
        Event event = Event.of("/versaai", "origin-1", "user.login", null, NOW, Map.of("id", "u"));
        commits.commit(Journal.failed(event, "user-events-notify", "no \0 mapping", NOW));
        commits.commit(Journal.failed(event, "other-subscriber", "the same event again", NOW));
        DeadLetterBox box = new DeadLetterBox(store, told -> { }, json, clock);
        var letter = new DeadLetterBox.Letter(RoutingFailures.id(event, "user-events-notify"), DeadLetterBox.ROUTING, "user-events-notify",
                event.id(), event.type(), null, NOW, json.valueToTree(event), "routing_failed", "why", "hub.events.user-0@7");

        String first = box.keep(letter);
        String again = box.keep(letter);

        assertThat(again).isEqualTo(first);
        Timelines timelines = new Timelines(jdbc, deliveries, json);
        assertThat(timelines.of("origin-1").orElseThrow().steps()).extracting("step").contains("failed", "dead");
        assertThat(timelines.of(event.id())).isPresent();
        assertThat(timelines.of("nobody")).isEmpty();
    }

    @Test
    void forgetsOldHistoryAndKeepsWhatIsOpen() {
        store.record(tried("e1/slack/alert", "slack"), Outcome.of(DeliveryState.DEAD, 0));
        DeliveryPass done = tried("e2/slack/alert", "slack");
        done.start(NOW);
        done.succeeded(NOW, 200, null);
        store.record(done, Outcome.of(DeliveryState.DELIVERED, 0));
        DeliveryProperties settings = new DeliveryProperties(new DeliveryProperties.Policy(null, null, null, null, null), Map.of(),
                Duration.ofSeconds(90), Duration.ofSeconds(20), Duration.ofDays(30), DeliveryProperties.NotConfigured.SKIP);

        new Retention(settings, new DatabaseSettings(DataSize.ofGigabytes(4), Duration.ofHours(72)), () -> 0, jdbc,
                Clock.offset(clock, Duration.ofDays(31))).purge();

        assertThat(store.find("e1/slack/alert")).isNotNull();
        assertThat(store.find("e2/slack/alert")).isNull();
        assertThat(deliveries.attempts("e2/slack/alert")).isEmpty();
    }

    private static DeliveryPass tried(String id, String destination) {
        return new DeliveryPass(new Delivery(id, destination, "alert", id.substring(0, 2), "test.happened", null, NOW, null, null, null, 0,
                null, null, null));
    }
}
