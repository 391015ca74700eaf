package com.versaai.hub.sandbox.slack;

import com.versaai.hub.sandbox.Ledger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Slack hands out for a short while: triggers, good once for three seconds, and addresses for replies, good five times in half an
 * hour. A ticket says when it was made and that this Slack made it; how often it was used is remembered here. Thread-safe.
 */
public final class SlackTickets {

    private static final int REMEMBERED = 20_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What becomes of a ticket that is shown. */
    enum Verdict { GOOD, UNKNOWN, EXPIRED, USED }

    private final Clock clock;
    private final Duration life;
    private final int uses;
    private final Map<String, Integer> used = new LinkedHashMap<>();

    SlackTickets(Clock clock, Duration life, int uses) {
        this.clock = clock;
        this.life = life;
        this.uses = uses;
    }

    /** A new one; letters, digits and dots. */
    public static String made(Instant now) {
        byte[] random = new byte[6];
        RANDOM.nextBytes(random);
        String body = now.toEpochMilli() + "." + HexFormat.of().formatHex(random);
        return body + '.' + mark(body);
    }

    /** A new address for replies. */
    public static String replyAddress(Instant now) {
        return "https://hooks.slack.com/commands/" + SlackSandbox.TEAM + '/' + made(now);
    }

    private static String mark(String body) {
        return Ledger.hash(SlackSandbox.SIGNING_SECRET + body);
    }

    /** Uses it once more, where it is good. */
    synchronized Verdict use(String ticket) {
        int dot = ticket.lastIndexOf('.');
        if (dot < 0 || !ticket.matches("\\d{13}\\.[0-9a-f]{12}\\.[0-9a-f]{16}") || !mark(ticket.substring(0, dot)).equals(ticket.substring(dot + 1))) {
            return Verdict.UNKNOWN;
        }
        Instant made = Instant.ofEpochMilli(Long.parseLong(ticket.substring(0, ticket.indexOf('.'))));
        if (made.plus(life).isBefore(clock.instant())) {
            return Verdict.EXPIRED;
        }
        int times = used.getOrDefault(ticket, 0);
        if (times >= uses) {
            return Verdict.USED;
        }
        used.put(ticket, times + 1);
        if (used.size() > REMEMBERED) {
            used.remove(used.keySet().iterator().next());
        }
        return Verdict.GOOD;
    }

    synchronized void reset() {
        used.clear();
    }
}
