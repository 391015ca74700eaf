package com.versaai.hub.ai.chain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What providers say of their own limits ({@code x-ratelimit-*}, {@code retry-after}), so that a call that would be refused
 * waits here or goes elsewhere. A key is what one limit is for: provider and model. Headers are from outside: a value that
 * makes no sense is as if it were not there, and no value keeps the hub from asking again for longer than ten minutes.
 * Thread-safe.
 */
public class ProviderLimits {

    private static final int MAX_KEYS = 1000;
    /** A longer Retry-After is tried again after this: one wrong header must not switch a provider off for a day. */
    private static final Duration LONGEST_BLOCK = Duration.ofMinutes(10);

    private final Cache<String, Limits> known = Caffeine.newBuilder().maximumSize(MAX_KEYS).build();
    private final Clock clock;
    private final Clock steady;

    /**
     * @param clock  for times that a provider names
     * @param steady for how long it is until then
     */
    ProviderLimits(Clock clock, Clock steady) {
        this.clock = clock;
        this.steady = steady;
    }

    /**
     * Takes note of an answer, good or bad.
     *
     * @param header value of a header by its lower-case name, or null
     */
    public void observe(String key, int status, UnaryOperator<String> header) {
        known.get(key, any -> new Limits()).observe(status, header, clock, steady.millis());
    }

    /**
     * Takes room for a call; to be asked again after the wait, because others wait too.
     *
     * @param tokens prompt and the completion that is asked for: providers count both before they begin
     * @return zero when it was taken, else how long until there should be room
     */
    public Duration tryTake(String key, long tokens) {
        Limits limits = known.getIfPresent(key);
        return limits == null ? Duration.ZERO : limits.take(Math.max(0, tokens), steady.millis());
    }

    /** How long until there should be room, without taking it. */
    public Duration waitFor(String key, long tokens) {
        Limits limits = known.getIfPresent(key);
        return limits == null ? Duration.ZERO : limits.waitFor(Math.max(0, tokens), steady.millis());
    }

    /** False when a call is larger than a whole period's tokens: waiting does not help, the provider refuses it with 413. */
    public boolean fits(String key, long tokens) {
        Limits limits = known.getIfPresent(key);
        return limits == null || limits.fits(tokens);
    }

    /** Of one key. */
    private static final class Limits {
        private final ProviderAllowance requests = new ProviderAllowance(Duration.ofDays(1));
        private final ProviderAllowance tokens = new ProviderAllowance(Duration.ofMinutes(1));
        private long blockedUntil = Long.MIN_VALUE;

        synchronized void observe(int status, UnaryOperator<String> header, Clock clock, long now) {
            read(requests, "requests", header, now);
            read(tokens, "tokens", header, now);
            if (status == 429 || status == 498 || status == 503) {
                Duration wait = HeaderTimes.retryAfter(header, clock);
                if (wait != null) {
                    blockedUntil = now + Math.min(wait.toMillis(), LONGEST_BLOCK.toMillis());
                }
            }
        }

        private static void read(ProviderAllowance allowance, String what, UnaryOperator<String> header, long now) {
            allowance.observe(HeaderTimes.count(header.apply("x-ratelimit-limit-" + what)),
                    HeaderTimes.count(header.apply("x-ratelimit-remaining-" + what)),
                    HeaderTimes.duration(header.apply("x-ratelimit-reset-" + what)), now);
        }

        synchronized Duration waitFor(long wanted, long now) {
            long blocked = blockedUntil > now ? blockedUntil - now : 0;
            long millis = Math.max(blocked, Math.max(requests.millisUntil(1, now), tokens.millisUntil(wanted, now)));
            return Duration.ofMillis(Math.min(millis, LONGEST_BLOCK.toMillis()));
        }

        synchronized Duration take(long wanted, long now) {
            Duration wait = waitFor(wanted, now);
            if (wait.isZero()) {
                requests.take(1, now);
                tokens.take(wanted, now);
            }
            return wait;
        }

        synchronized boolean fits(long wanted) {
            return tokens.fits(wanted);
        }
    }
}
