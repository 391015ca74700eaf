package com.versaai.hub.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as HTTP has written it over the years (RFC 9110 section 5.6.7); a recipient has to know all three forms. The name of the day
 * says nothing that the date does not, and is not compared with it.
 */
final class HttpDate {

    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";
    private static final String ZONE = " (?:GMT|UTC)";
    private static final String MONTH = "(?<month>[A-Za-z]{3})";

    private static final List<Pattern> FORMS = List.of(
            // Sun, 06 Nov 1994 08:49:37 GMT
            Pattern.compile("[A-Za-z]{3}, (?<day>[0-9]{1,2}) " + MONTH + " (?<year>[0-9]{4}) " + TIME + ZONE),
            // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT; some write the year in full
            Pattern.compile("[A-Za-z]{3,9}, (?<day>[0-9]{2})-" + MONTH + "-(?<year>[0-9]{2}|[0-9]{4}) " + TIME + ZONE),
            // asctime: Sun Nov  6 08:49:37 1994
            Pattern.compile("[A-Za-z]{3} " + MONTH + " (?<day>[0-9]{2}| [0-9]|[0-9]) " + TIME + " (?<year>[0-9]{4})"));

    private HttpDate() {
    }

    /** Null for anything else. A leap second counts as the second before it. */
    static Instant parse(String text, Clock clock) {
        for (Pattern form : FORMS) {
            Matcher date = form.matcher(text);
            if (date.matches()) {
                return of(date, clock);
            }
        }
        return null;
    }

    private static Instant of(Matcher date, Clock clock) {
        int month = 1 + MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT));
        int second = date.group("second").equals("60") ? 59 : Integer.parseInt(date.group("second"));
        try {
            LocalDateTime local = LocalDateTime.of(Integer.parseInt(date.group("year")), month, Integer.parseInt(date.group("day").strip()),
                    Integer.parseInt(date.group("hour")), Integer.parseInt(date.group("minute")), second);
            return inCentury(local, date.group("year").length() == 2, clock).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Of two digits the RFC wants this century, but nothing more than fifty years ahead. */
    private static LocalDateTime inCentury(LocalDateTime local, boolean shortened, Clock clock) {
        if (!shortened) {
            return local;
        }
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDateTime here = local.plusYears(now.getYear() / 100 * 100L);
        return here.isAfter(now.plusYears(50)) ? here.minusYears(100) : here;
    }
}
