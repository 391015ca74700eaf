package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.Sql;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings parked deliveries back into their queue when they are due. Any number of nodes may do so at once: each row is
 * leased before it is published, and a copy published twice is dropped by its round. Bean {@code parking}.
 */
public class Parking {

    private static final int MOST_AT_ONCE = 200;
    /** A node that dies between lease and publishing leaves the row to be leased again after this. */
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String LEASED = "hub.parking.leased";
    private static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Destinations destinations;
    private final JdbcTemplate jdbc;
    private final ClockWatch clock;

    public Parking(Destinations destinations, JdbcTemplate jdbc, ClockWatch clock) {
        this.destinations = destinations;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Due(String id, String destination, String subject, int round, String content) {
    }

    /** The records to publish for what is due now; an empty list when nothing is. */
    public List<Message> due(Exchange exchange) {
        Instant now = clock.now();
        bringIn(now);
        List<Due> candidates = jdbc.query("""
                select id, destination, subject, round, content from delivery
                where state = 'parked' and next_attempt_at <= ? order by next_attempt_at limit ?""",
                (row, n) -> new Due(row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)),
                Sql.time(now), MOST_AT_ONCE);
        List<Due> leased = new ArrayList<>();
        for (Due due : candidates) {
            int won = jdbc.update("""
                    update delivery set next_attempt_at = ?, updated_at = ?
                    where id = ? and state = 'parked' and round = ? and next_attempt_at <= ?""",
                    Sql.time(now.plus(LEASE)), Sql.time(now), due.id, due.round, Sql.time(now));
            if (won == 1) {
                leased.add(due);
            }
        }
        exchange.setProperty(LEASED, leased);
        return leased.stream().map(due -> KafkaRecords.record(exchange, Topics.ofDestination(due.destination), key(due),
                due.content.getBytes(StandardCharsets.UTF_8))).toList();
    }

    /** As the plan of its event has given it; of a destination that is gone what it was then. */
    private String key(Due due) {
        try {
            Delivery delivery = JSON.readValue(due.content, Delivery.class);
            Destination destination = destinations.all().get(due.destination);
            return destination == null ? delivery.lane() : destination.queueKey(delivery.payload(), delivery.lane());
        } catch (JsonProcessingException e) {
            return due.subject; // its consumer says what is wrong with it
        }
    }

    /**
     * What was parked or leased by a clock that was ahead waits as long from now as it was to wait then: the clock was set back, and it
     * would stand until it is right again.
     */
    private void bringIn(Instant now) {
        OffsetDateTime written = jdbc.queryForObject("select max(updated_at) from delivery", OffsetDateTime.class);
        OffsetDateTime future = Sql.time(now.plus(ClockWatch.TOLERANCE));
        if (written == null || !written.isAfter(future)) {
            return;
        }
        clock.fromTheFuture(written.toInstant());
        jdbc.update("""
                update delivery set next_attempt_at = cast(? as timestamp(6) with time zone) + (next_attempt_at - updated_at), updated_at = ?
                where state = 'parked' and updated_at > ?""", Sql.time(now), Sql.time(now), future);
    }

    /** Kafka has them: they are queued now, unless a consumer was faster and has settled them already. */
    public void queued(Exchange exchange) {
        List<?> leased = exchange.getProperty(LEASED, List.class);
        for (Object one : leased) {
            Due due = (Due) one;
            jdbc.update("update delivery set state = 'queued', next_attempt_at = null, updated_at = ? where id = ? and state = 'parked' and round = ?",
                    Sql.time(clock.now()), due.id, due.round);
        }
    }
}
