package com.versaai.hub.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * A fault to switch on for one provider. Absent fields are null; build one in Java from {@link #error}, {@link #of} and the
 * {@code with…} methods, over HTTP from the JSON object of the same names.
 *
 * @param kind             what happens; by default {@link Kind#ERROR} where a status or error is given, else {@link Kind#SLOW}
 * @param rate             share of the requests that are hit, 0 to 1, by default all
 * @param count            only the next so many requests, by default until cleared
 * @param path             only requests whose path below {@code /<provider>} starts with this, for example {@code /v1/leads}
 * @param status           HTTP status; by default 502 for HTML, for errors the provider's own choice (500; 200 where a 200 tells errors), else 200
 * @param error            the provider's own error code
 * @param latencyMs        delay before the answer, with {@link Kind#DRIBBLE} before each of its bytes, by default 500; milliseconds
 * @param hangSeconds      how long {@link Kind#HANG} gives no answer if it isn't cleared before, by default 300
 * @param retryAfter       value of the {@code Retry-After} header, sent as it is (seconds, HTTP date, or nonsense)
 * @param retryAfterAsDate turn seconds in {@code retryAfter} into the HTTP date that far from now
 * @param afterEffect      the provider takes the request in first: the effect happens, only the answer is bad
 */
public record FaultSpec(Kind kind, Double rate, Integer count, String path, Integer status, String error, Integer latencyMs,
        Integer hangSeconds, String retryAfter, Boolean retryAfterAsDate, Boolean afterEffect) {

    /** What a hit request gets. */
    public enum Kind {
        /** The provider's own error shape. */
        ERROR,
        /** The right answer, late. */
        SLOW,
        /** The right answer, one byte at a time from its first line on, each {@code latencyMs} after the other. */
        DRIBBLE,
        /** TCP reset, no answer. */
        RESET,
        /** A status without a body. */
        EMPTY,
        /** An HTML page, as a proxy gives it. */
        HTML,
        /** A JSON body of 10 MB. */
        HUGE,
        /** A status line, then garbage and the end. */
        BROKEN,
        /** No answer; when cleared or timed out a 503, or with {@code afterEffect} the right answer. */
        HANG
    }

    static final int LONGEST_MS = 600_000;
    static final int LONGEST_HANG_SECONDS = 3600;

    public FaultSpec {
        if (kind == null) {
            kind = status != null || error != null ? Kind.ERROR : Kind.SLOW;
        }
        rate = rate == null ? 1.0 : rate;
        afterEffect = afterEffect != null && afterEffect;
        retryAfterAsDate = retryAfterAsDate != null && retryAfterAsDate;
        latencyMs = kind == Kind.DRIBBLE && latencyMs == null ? Integer.valueOf(500) : latencyMs;
        hangSeconds = kind == Kind.HANG && hangSeconds == null ? Integer.valueOf(300) : hangSeconds;
    }

    /** Every request answers that status in the provider's error shape. */
    public static FaultSpec error(int status) {
        return new FaultSpec(Kind.ERROR, null, null, null, status, null, null, null, null, null, null);
    }

    /** Every request is hit by that kind with its defaults. */
    public static FaultSpec of(Kind kind) {
        return new FaultSpec(kind, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same, for the next requests only. */
    public FaultSpec withCount(int next) {
        return new FaultSpec(kind, rate, next, path, status, error, latencyMs, hangSeconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same, for a share of the requests. */
    public FaultSpec withRate(double share) {
        return new FaultSpec(kind, share, count, path, status, error, latencyMs, hangSeconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same, for paths below the provider that start so. */
    public FaultSpec withPath(String prefix) {
        return new FaultSpec(kind, rate, count, prefix, status, error, latencyMs, hangSeconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same with another status. */
    public FaultSpec withStatus(int newStatus) {
        return new FaultSpec(kind, rate, count, path, newStatus, error, latencyMs, hangSeconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same with the provider's error code. */
    public FaultSpec withError(String code) {
        return new FaultSpec(kind, rate, count, path, status, code, latencyMs, hangSeconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same, answered late. */
    public FaultSpec withLatencyMs(int delay) {
        return new FaultSpec(kind, rate, count, path, status, error, delay, hangSeconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same, hanging at most so long. */
    public FaultSpec withHangSeconds(int seconds) {
        return new FaultSpec(kind, rate, count, path, status, error, latencyMs, seconds, retryAfter, retryAfterAsDate, afterEffect);
    }

    /** The same with {@code Retry-After}, its seconds given as a date if so wished. */
    public FaultSpec withRetryAfter(String value, boolean asDate) {
        return new FaultSpec(kind, rate, count, path, status, error, latencyMs, hangSeconds, value, asDate, afterEffect);
    }

    /** The same, but the effect happens before the bad answer. */
    public FaultSpec withAfterEffect() {
        return new FaultSpec(kind, rate, count, path, status, error, latencyMs, hangSeconds, retryAfter, retryAfterAsDate, true);
    }

    /** What is wrong with it, empty when it can be used. */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        unless(rate >= 0 && rate <= 1, "rate must be from 0 to 1", wrong);
        unless(count == null || count >= 1, "count must be at least 1", wrong);
        unless(path == null || path.startsWith("/"), "path must start with /", wrong);
        unless(status == null || status >= 200 && status <= 599, "status must be from 200 to 599", wrong);
        unless(error == null || error.matches("[\\w. :-]{1,100}"), "error must be 1 to 100 letters, digits, spaces and _.:-", wrong);
        unless(latencyMs == null || latencyMs >= 0 && latencyMs <= LONGEST_MS, "latencyMs must be from 0 to " + LONGEST_MS, wrong);
        unless(hangSeconds == null || hangSeconds >= 1 && hangSeconds <= LONGEST_HANG_SECONDS,
                "hangSeconds must be from 1 to " + LONGEST_HANG_SECONDS, wrong);
        unless(kind != Kind.DRIBBLE || latencyMs == null || latencyMs >= 1, "latencyMs must be at least 1 with kind DRIBBLE", wrong);
        unless(retryAfter == null || retryAfter.matches("[\\x20-\\x7e]{1,100}"), "retryAfter must be 1 to 100 printable characters", wrong);
        unless(!retryAfterAsDate || retryAfter != null && retryAfter.matches("\\d{1,6}"),
                "retryAfterAsDate needs retryAfter in seconds", wrong);
        unless(kind != Kind.SLOW || latencyMs != null, "kind, status, error or latencyMs is needed", wrong);
        unless(kind == Kind.HANG || hangSeconds == null, "hangSeconds goes with kind HANG only", wrong);
        return wrong;
    }

    private static void unless(boolean right, String message, List<String> wrong) {
        if (!right) {
            wrong.add(message);
        }
    }
}
