package com.versaai.hub.connector.slack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Links and states of installations: 256 random bits, of which the database has the hash. Each can be taken once, by one of many nodes. */
final class SlackCodes {

    private static final String FORM = "[A-Za-z0-9_-]{43}";
    private static final int BYTES = 32;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SlackCodes(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a state was made for; both are hashes, null in a link. */
    record Origin(String browser, String link) {
    }

    static boolean isCode(String text) {
        return text != null && text.matches(FORM);
    }

    String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A new code; forgets those that are over. */
    String create(Duration good, Origin origin) {
        Instant now = clock.instant();
        jdbc.update("delete from slack_install_code where expires_at < ?", Timestamp.from(now));
        String code = random();
        jdbc.update("insert into slack_install_code (hash, browser, link, expires_at) values (?, ?, ?, ?)", hash(code), origin.browser(), origin.link(),
                Timestamp.from(now.plus(good)));
        return code;
    }

    /** Whether it could be taken. */
    boolean isGood(String code) {
        return isCode(code) && found(hash(code)).isPresent();
    }

    /** Takes it by its hash; empty when it is none, over, or was taken. */
    Optional<Origin> take(String hash) {
        Optional<Origin> found = found(hash);
        return found.isPresent() && jdbc.update("delete from slack_install_code where hash = ?", hash) == 1 ? found : Optional.empty();
    }

    /** Makes a link that was taken, and led to nothing, good again. */
    void giveBack(String hash, Duration good) {
        jdbc.update("insert into slack_install_code (hash, expires_at) values (?, ?)", hash, Timestamp.from(clock.instant().plus(good)));
    }

    private Optional<Origin> found(String hash) {
        List<Origin> found = jdbc.query("select browser, link from slack_install_code where hash = ? and expires_at > ?",
                (row, i) -> new Origin(row.getString(1), row.getString(2)), hash, Timestamp.from(clock.instant()));
        return found.stream().findFirst();
    }

    static String hash(String code) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
