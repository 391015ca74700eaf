package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.destination.DeliveryProperties.Circuit;
import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Retry;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.provider.FaultClass;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What becomes of a delivery that a killed hub had claimed: it may have been sent, so it must not be sent again. */
class ClaimsAfterKillTest {

    private static final Instant KILLED = HandClock.NOON;
    private static final Duration LEASE = Duration.ofSeconds(90);

    private final DeliveryProperties settings = new DeliveryProperties(
            new Policy(new Retry(3, Duration.ofSeconds(1), 2d, Duration.ofSeconds(60)), List.of(Duration.ofMinutes(1)),
                    new Rate(0L, Duration.ofSeconds(1)), null,
                    new Circuit(50f, 5, 20, Duration.ofSeconds(10), 80f, Duration.ofSeconds(30), 3)),
            Map.of("slack", Records.said(true, null)), LEASE, Duration.ofSeconds(20), Duration.ofDays(30), DeliveryProperties.NotConfigured.SKIP);
    private final JdbcDataSource database = database();
    private final GroupCommit commits = new GroupCommit(database);
    private final HandClock clock = new HandClock();
    private final ClockWatch watch = clock.watch();
    private final DeliveryRepository store = new DeliveryRepository(new JdbcTemplate(database), commits, clock);
    private final SettledDeliveries log = new SettledDeliveries(store, new SimpleMeterRegistry());
    private final Outcomes outcomes = new Outcomes(Records.destinations(settings), store, null, null, new ObjectMapper(), clock, new SimpleMeterRegistry());

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V1__records.sql")).execute(database);
        return database;
    }

    @AfterEach
    void close() throws Exception {
        commits.close();
        new JdbcTemplate(database).execute("shutdown");
    }

    @Test
    void leavesAFoundClaimAloneWhileItsLeaseHolds() {
        claimAndDie();

        clock.forward(Duration.ofSeconds(10));
        Exchange again = read();
        assertThat(log.contains(again, "e/slack/a")).isFalse();
        assertThatThrownBy(() -> claims().refuseUnsettled(again)).isInstanceOf(ClaimedElsewhereException.class);

        assertThat(store.find("e/slack/a").state()).isEqualTo(DeliveryState.CLAIMED);
        assertThat(store.find("e/slack/a").leaseUntil()).isEqualTo(KILLED.plus(LEASE));
    }

    @Test
    void takesAClaimWhoseLeaseIsOverForInDoubt() {
        claimAndDie();
        clock.forward(Duration.ofSeconds(10));
        Exchange early = read();
        assertThat(log.contains(early, "e/slack/a")).isFalse();
        assertThatThrownBy(() -> claims().refuseUnsettled(early)).isInstanceOf(ClaimedElsewhereException.class);

        clock.forward(LEASE.minusSeconds(9));
        Exchange again = read();
        assertThat(log.contains(again, "e/slack/a")).isFalse();
        assertThatThrownBy(() -> claims().refuseUnsettled(again)).isInstanceOfSatisfying(DeliveryFailedException.class,
                thrown -> assertThat(thrown.fault().faultClass()).isEqualTo(FaultClass.IN_DOUBT));
    }

    @Test
    void givesItsOwnClaimBackWhenTheDeliveryHasToWait() {
        Exchange exchange = read();
        log.contains(exchange, "e/slack/a");
        claims().claim(exchange);

        outcomes.waits(exchange);

        Exchange again = read();
        assertThat(log.contains(again, "e/slack/a")).isFalse();
        claims().refuseUnsettled(again);
    }

    private void claimAndDie() {
        Exchange exchange = read();
        log.contains(exchange, "e/slack/a");
        claims().claim(exchange);
    }

    private Claims claims() {
        return new Claims(Records.destinations(settings), LEASE, store, watch);
    }

    private Exchange read() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Delivery delivery = new Delivery("e/slack/a", "slack", "a", "e", "payment.processed", null, null, null, null, null, 0, null,
                null, new ObjectMapper().createObjectNode());
        exchange.setProperty(DeliveryPass.PROPERTY, new DeliveryPass(delivery));
        return exchange;
    }
}
