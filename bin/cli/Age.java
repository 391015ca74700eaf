package cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long, in people's words: {@code 90s}, {@code 30m}, {@code 24h}, {@code 7d}, or ISO 8601 ({@code PT1H}). */
final class Age {

    /** What the contract takes. */
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern WORD = Pattern.compile("(\\d{1,9})([smhd])");

    private Age() {
    }

    static Duration of(String option, String word) {
        Duration age;
        try {
            age = parsed(word);
        } catch (DateTimeException | ArithmeticException e) {
            age = Duration.ZERO;
        }
        if (age.isNegative() || age.isZero() || age.compareTo(LONGEST) > 0) {
            throw new WrongUse(option + " is how long, such as 30m, 24h, 7d or PT1H, not " + Shown.line(word) + '.');
        }
        return age;
    }

    private static Duration parsed(String word) {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches()) {
            return Duration.parse(word);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** A time, or how long ago. */
    static Instant instant(String option, String word, Instant now) {
        try {
            return Instant.parse(word);
        } catch (DateTimeException e) {
            try {
                return now.minus(of(option, word));
            } catch (WrongUse other) {
                throw new WrongUse(option + " is a time (2026-01-05T10:00:00Z) or how long ago (30m, 24h, 7d), not " + Shown.line(word) + '.');
            }
        }
    }
}
