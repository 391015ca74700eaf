package com.versaai.hub.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.plan.Journal;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.storage.DatabaseSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RetentionTest {

    private static final DatabaseSettings LIMITS = new DatabaseSettings(DataSize.ofBytes(1000), Duration.ofHours(72));

    private final Records records = new Records();

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void forgetsWhatIsSettledAndOldAndKeepsWhatIsOpen() throws Exception {
        Delivery dead = records.dead("hubspot", "e1");
        Delivery parked = parked("e2");
        Delivery old = delivered("e3");
        records.clock.forward(Duration.ofDays(30).plusSeconds(1));
        Delivery fresh = delivered("e4");

        purge(() -> 0);

        assertThat(records.store.find(old.id())).isNull();
        assertThat(records.deliveries.attempts(old.id())).isEmpty();
        assertThat(records.state(dead)).isEqualTo(DeliveryState.DEAD);
        assertThat(records.state(parked)).isEqualTo(DeliveryState.PARKED);
        assertThat(records.deliveries.attempts(parked.id())).hasSize(1);
        assertThat(records.state(fresh)).isEqualTo(DeliveryState.DELIVERED);
    }

    /** More than fit into one step, and a step must not end at those that stay. */
    @Test
    void forgetsManyInSmallSteps() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 1234; i++) {
            writes.addAll(Journal.failed(event("many-" + i), "subscriber", "why", records.clock.instant()));
        }
        records.commits.commit(writes);
        records.clock.forward(Duration.ofDays(31));

        purge(() -> 0);

        assertThat(rows("event")).isZero();
        assertThat(rows("routing")).isZero();
    }

    /** Whoever looks at an open letter asks what it was about. */
    @Test
    void keepsTheEventOfWhatIsOpen() throws Exception {
        Event event = event("open");
        records.commits.commit(Journal.failed(event, "subscriber", "why", records.clock.instant()));
        records.dead("hubspot", event.id());
        records.clock.forward(Duration.ofDays(31));

        purge(() -> 0);

        assertThat(rows("event")).isEqualTo(1);
        assertThat(rows("routing")).isEqualTo(1);
    }

    @Test
    void forgetsTheOldestFirstWhileTheDatabaseIsTooLarge() throws Exception {
        Delivery dead = records.dead("hubspot", "dead");
        Delivery parked = parked("parked");
        List<Delivery> days = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            days.add(delivered("day-" + i));
            records.clock.forward(Duration.ofDays(1));
        }

        // 100 bytes each; of 1000 400 may be rows.
        purge(() -> 100 * settled());

        assertThat(settled()).isEqualTo(4);
        assertThat(records.store.find(days.get(5).id())).isNull();
        assertThat(records.state(days.get(6))).isEqualTo(DeliveryState.DELIVERED);
        assertThat(records.state(days.get(9))).isEqualTo(DeliveryState.DELIVERED);
        assertThat(records.state(dead)).isEqualTo(DeliveryState.DEAD);
        assertThat(records.state(parked)).isEqualTo(DeliveryState.PARKED);
    }

    /** A sender repeats for three days; without the row the repetition would be taken for new. */
    @Test
    void forgetsNothingYoungerThanWhatDuplicatesAreRecognisedByHoweverLarge() {
        Delivery old = delivered("old");
        records.clock.forward(Duration.ofHours(73));
        Delivery young = delivered("young");
        records.clock.forward(Duration.ofHours(71));

        purge(() -> Long.MAX_VALUE);

        assertThat(records.store.find(old.id())).isNull();
        assertThat(records.state(young)).isEqualTo(DeliveryState.DELIVERED);
    }

    private void purge(LongSupplier rows) {
        new Retention(records.settings, LIMITS, rows, records.jdbc, records.clock).purge();
    }

    private long settled() {
        return records.jdbc.queryForObject("select count(*) from delivery where state = 'delivered'", Long.class);
    }

    private long rows(String table) {
        return records.jdbc.queryForObject("select count(*) from " + table, Long.class);
    }

    private Event event(String origin) {
        return Event.of("/versaai", origin, "user.login", null, records.clock.instant(), Map.of());
    }

    private Delivery parked(String event) throws Exception {
        Delivery delivery = records.delivery("hubspot", event, 0);
        Exchange exchange = records.found(delivery);
        records.fail(exchange, FaultClass.TRANSIENT);
        records.outcomes.park(exchange);
        return delivery;
    }

    private Delivery delivered(String event) {
        Delivery delivery = records.delivery("hubspot", event, 0);
        Exchange exchange = records.found(delivery);
        records.attempts.start(exchange);
        records.outcomes.answered(exchange);
        records.outcomes.delivered(exchange);
        records.store.find(delivery.id()); // waits until it is written
        return delivery;
    }
}
