package com.versaai.hub.delivery.attempt;

import com.versaai.hub.delivery.record.Sql;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private final JdbcTemplate jdbc;
    private final Clock clock;

    public Parking(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Due(String id, String destination, String subject, int round, String content) {
    }

    /** The records to publish for what is due now; an empty list when nothing is. */
    public List<Message> due(Exchange exchange) {
        Instant now = clock.instant();
        List<Due> candidates = jdbc.query("""
                select id, destination, subject, round, content from delivery
                where state = 'parked' and next_attempt_at <= ? order by next_attempt_at limit ?""",
                (row, n) -> new Due(row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)),
                Sql.time(now), MOST_AT_ONCE);
        List<Due> leased = new ArrayList<>();
        for (Due due : candidates) {
            int won = jdbc.update("update delivery set next_attempt_at = ? where id = ? and state = 'parked' and round = ? and next_attempt_at <= ?",
                    Sql.time(now.plus(LEASE)), due.id, due.round, Sql.time(now));
            if (won == 1) {
                leased.add(due);
            }
        }
        exchange.setProperty(LEASED, leased);
        return leased.stream().map(due -> KafkaRecords.record(exchange, Topics.ofDestination(due.destination), due.subject,
                due.content.getBytes(StandardCharsets.UTF_8))).toList();
    }

    /** Kafka has them: they are queued now, unless a consumer was faster and has settled them already. */
    public void queued(Exchange exchange) {
        List<?> leased = exchange.getProperty(LEASED, List.class);
        for (Object one : leased) {
            Due due = (Due) one;
            jdbc.update("update delivery set state = 'queued', next_attempt_at = null, updated_at = ? where id = ? and state = 'parked' and round = ?",
                    Sql.time(clock.instant()), due.id, due.round);
        }
    }
}
