package com.versaai.hub.verification;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How far the time in a request may be from our clock, in both directions.
 *
 * @param unit   seconds or milliseconds since 1970, as the sender counts
 * @param window positive
 */
record Freshness(ChronoUnit unit, Duration window) {

    private static final int MAX_DIGITS = 18;

    /** To be asked only after the signature: a forger must not be able to raise the clock-skew alarm. */
    Verdict judge(long sent, Instant now) {
        boolean millis = unit == ChronoUnit.MILLIS;
        long age = (millis ? now.toEpochMilli() : now.getEpochSecond()) - sent;
        long allowed = millis ? window.toMillis() : window.toSeconds();
        if (age > allowed) {
            return Verdict.TIMESTAMP_TOO_OLD;
        }
        return age < -allowed ? Verdict.TIMESTAMP_IN_FUTURE : Verdict.OK;
    }

    /** Digits without sign or leading zero, so that the number's text is the text that was signed. */
    static long read(String text) throws RefusedException {
        int digits = text.length();
        if (digits < 1 || digits > MAX_DIGITS || digits > 1 && text.charAt(0) == '0') {
            throw RefusedException.malformed();
        }
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw RefusedException.malformed();
            }
        }
        return Long.parseLong(text);
    }
}
