package com.versaai.hub.ai.chain;

import com.versaai.hub.provider.RetryAfter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers and times of rate-limit headers; null for whatever cannot be one. */
final class HeaderTimes {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern COUNT = Pattern.compile("\\d{1,12}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Pattern DURATION = Pattern.compile(
            "(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");
    private static final int LONGEST_TEXT = 40;

    private HeaderTimes() {
    }

    static Long count(String value) {
        String text = text(value);
        return COUNT.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    /** {@code 2m59.56s}, {@code 7.66s}, {@code 120ms}; a plain number could be anything. At least a millisecond unless zero. */
    static Duration duration(String value) {
        String text = text(value);
        Matcher parts = DURATION.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        BigDecimal millis = millis(parts.group(1), 86_400_000).add(millis(parts.group(2), 3_600_000)).add(millis(parts.group(3), 60_000))
                .add(millis(parts.group(4), 1000)).add(millis(parts.group(5), 1));
        return limited(millis);
    }

    /** Milliseconds, as some send them beside Retry-After. */
    static Duration millis(String value) {
        String text = text(value);
        return DECIMAL.matcher(text).matches() ? limited(millis(text, 1)) : null;
    }

    /**
     * How long a provider wants to be left alone: {@code retry-after-ms}, which is finer, before {@code Retry-After}.
     *
     * @param header value of a header by its lower-case name, or null
     */
    static Duration retryAfter(UnaryOperator<String> header, Clock clock) {
        Duration millis = millis(header.apply("retry-after-ms"));
        return millis != null ? millis : RetryAfter.parse(header.apply("retry-after"), clock);
    }

    private static Duration limited(BigDecimal millis) {
        BigDecimal longest = BigDecimal.valueOf(LONGEST.toMillis());
        return Duration.ofMillis(millis.min(longest).setScale(0, RoundingMode.CEILING).longValue());
    }

    private static BigDecimal millis(String number, long unit) {
        return number == null ? BigDecimal.ZERO : new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
    }

    private static String text(String value) {
        String text = value == null || value.length() > LONGEST_TEXT ? "" : value.strip();
        return text.chars().allMatch(c -> c < 0x80) ? text : "";
    }
}
