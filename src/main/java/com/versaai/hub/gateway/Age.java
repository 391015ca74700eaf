package com.versaai.hub.gateway;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;

/**
 * How long ago, as callers say it: an ISO 8601 duration that is positive and has an end. A negative one would lie in the
 * future, where it matches what has not happened yet.
 */
public final class Age {

    /** The longest that is understood: 10 years. */
    public static final Duration MOST = Duration.ofDays(3650);

    private Age() {
    }

    /**
     * The duration.
     *
     * @param parameter what the caller calls it
     * @param text      such as PT1H or P7D
     * @throws ProblemException 400 when it is none, not positive, or longer than {@link #MOST}
     */
    public static Duration of(String parameter, String text) {
        try {
            Duration age = Duration.parse(text);
            // No minus even where the sum is positive: P1DT-1H is somebody's mistake.
            if (text.indexOf('-') < 0 && !age.isZero() && age.compareTo(MOST) <= 0) {
                return age;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // The same answer.
        }
        throw new ProblemException(400, "malformed", "The parameter " + parameter + " must be a positive ISO 8601 duration of days and smaller units, "
                + "at most " + MOST.toDays() + " days, such as PT1H or P7D.", null, Map.of("parameter", parameter));
    }
}
