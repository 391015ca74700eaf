package com.versaai.hub.provider;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Reads {@code Retry-After}: seconds or an HTTP date, in any of the three forms that HTTP has. */
public final class RetryAfter {

    /** No provider means more: a larger number is a mistake, and would overflow further on. */
    public static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {
    }

    /** The longest of what can be read; null where nothing can. */
    static Duration longest(List<String> values, Clock clock) {
        return values.stream().map(value -> parse(value, clock)).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
    }

    /** From zero to {@link #LONGEST}; null for negative numbers and anything else that is neither seconds nor a date. */
    public static Duration parse(String value, Clock clock) {
        String text = value == null ? "" : value.trim();
        if (text.isEmpty() || text.length() > 64) {
            return null;
        }
        // Some send fractions. The length is limited above, so is the work.
        if (text.matches("\\d+(\\.\\d+)?")) {
            BigDecimal millis = new BigDecimal(text).movePointRight(3);
            return millis.compareTo(BigDecimal.valueOf(LONGEST.toMillis())) > 0 ? LONGEST : Duration.ofMillis(millis.longValue());
        }
        Instant date = HttpDate.parse(text, clock);
        if (date == null) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), date);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
