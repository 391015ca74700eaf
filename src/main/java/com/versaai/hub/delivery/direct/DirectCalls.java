package com.versaai.hub.delivery.direct;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What was asked under which key, in the table {@code direct_call}. A claim is never taken over: whoever dies with one leaves behind a call
 * of which nobody knows whether it was made.
 */
final class DirectCalls {

    /** Longer than a call can take: connecting, and the whole of the answer. */
    static final Duration LEASE = Duration.ofSeconds(30);

    enum State { CLAIMED, DONE, DOUBT }

    /** @param answer null unless done */
    record Call(String bodyHash, State state, Instant leaseUntil, String answer) {
    }

    private final JdbcTemplate jdbc;
    private final Clock clock;

    DirectCalls(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** No key has a line break, so that no two pairs give the same id. */
    static String id(String caller, String key) {
        return hash(caller + '\n' + key);
    }

    static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    Optional<Call> find(String id) {
        return jdbc.query("select body_hash, state, lease_until, answer from direct_call where id = ?", (row, number) -> new Call(row.getString(1),
                State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), row.getObject(3, OffsetDateTime.class).toInstant(), row.getString(4)), id)
                .stream().findFirst();
    }

    /** Whether the call is now this one's to make; else another was faster, on this node or the next. */
    boolean claim(String id, String bodyHash) {
        Instant now = clock.instant();
        try {
            return jdbc.update("insert into direct_call (id, body_hash, state, lease_until, created_at) values (?, ?, 'claimed', ?, ?)", id, bodyHash,
                    time(now.plus(LEASE)), time(now)) == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    void done(String id, String answer) {
        jdbc.update("update direct_call set state = 'done', answer = ? where id = ? and state = 'claimed'", answer, id);
    }

    void doubt(String id) {
        jdbc.update("update direct_call set state = 'doubt' where id = ? and state = 'claimed'", id);
    }

    /** Nothing happened: the key is free again. */
    void release(String id) {
        jdbc.update("delete from direct_call where id = ? and state = 'claimed'", id);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
