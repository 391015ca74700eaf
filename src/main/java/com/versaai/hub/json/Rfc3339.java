package com.versaai.hub.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as RFC 3339 writes them, which is not what {@code OffsetDateTime} reads: seconds must be there, offsets go to 23:59, fractions
 * have any number of digits, and there are leap seconds.
 */
public final class Rfc3339 {

    /** What senders need at most, and less than would cost anything. */
    private static final int LONGEST = 100;
    private static final int NANO_DIGITS = 9;
    private static final int SECONDS_OF_DAY = 24 * 60 * 60;

    /** Nothing is older or newer, and PostgreSQL knows no such times. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Pattern FORM = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
            + "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");

    private Rfc3339() {
    }

    /**
     * The moment that a text names. Digits below a nanosecond are dropped. A leap second, which counts as the first of the next minute as
     * it does in POSIX, is one only where UTC has it: in the last minute of a day.
     *
     * @throws DateTimeException when it names none, or one outside the years 0000 to 9999
     */
    public static Instant parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            throw new DateTimeException("not an RFC 3339 timestamp");
        }
        int second = number(form, 6);
        boolean leap = second == 60;
        Instant local = LocalDateTime.of(number(form, 1), number(form, 2), number(form, 3), number(form, 4), number(form, 5),
                leap ? 59 : second, nanos(form.group(7))).toInstant(ZoneOffset.UTC);
        Instant moment = local.minusSeconds(60L * offset(form));
        if (leap) {
            if (Math.floorMod(moment.getEpochSecond(), SECONDS_OF_DAY) != SECONDS_OF_DAY - 1) {
                throw new DateTimeException("no leap second: UTC has them in the last minute of a day");
            }
            moment = moment.plusSeconds(1);
        }
        if (moment.isBefore(FIRST) || moment.isAfter(END)) {
            throw new DateTimeException("outside the years 0000 to 9999");
        }
        return moment;
    }

    /**
     * The same of what a provider writes: other forms of ISO 8601 that Java knows (no seconds, an offset of hours) are times too.
     *
     * @throws DateTimeException when it is none
     */
    public static Instant parseLoosely(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches() ? parse(text) : OffsetDateTime.parse(text).toInstant();
    }

    private static int offset(Matcher form) {
        int minutes = form.group(8) == null ? 0 : 60 * number(form, 9) + number(form, 10);
        return "-".equals(form.group(8)) ? -minutes : minutes;
    }

    private static int nanos(String fraction) {
        String digits = fraction == null ? "0" : fraction.length() > NANO_DIGITS ? fraction.substring(0, NANO_DIGITS) : fraction;
        return Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }
}
