package com.versaai.hub.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token of one provider account: fetched when first needed, renewed ahead of its expiry and once after a
 * 401, by one caller at a time while the others wait for its result.
 *
 * <p>A failed renewal is remembered for {@link #HOLD_OFF}: callers that come in between get the same fault, so that a
 * provider in trouble is not asked by everyone at once. Tokens are never logged.
 */
public final class AccessTokens {

    /** How long a failed or useless renewal keeps others from trying. */
    static final Duration HOLD_OFF = Duration.ofSeconds(2);
    /** Renewed this long before the end, or in the last tenth of a shorter life. */
    static final Duration EARLY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private final String account;
    private final Supplier<Token> login;
    private final Clock clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Token current;
    private Failure failure;

    /**
     * @param account for log lines
     * @param login   fetches a token; throws {@link ProviderException} with what went wrong
     * @param clock   tells when a token is near its end; one that nobody can set
     */
    public AccessTokens(String account, Supplier<Token> login, Clock clock) {
        this.account = account;
        this.login = login;
        this.clock = clock;
    }

    /**
     * The present token, fetched if there is none or its end is near.
     *
     * @throws ProviderException what the login ended in, where no usable token is left
     */
    public Token token() {
        Token token = current;
        Instant now = clock.instant();
        if (token != null && now.isBefore(token.renewAt())) {
            return token;
        }
        if (token == null || !now.isBefore(token.expires())) {
            renewing.lock();
        } else if (!renewing.tryLock()) {
            // Still valid, and someone is renewing it.
            return token;
        }
        try {
            Token meanwhile = current;
            return meanwhile == null || meanwhile == token ? renew(false) : meanwhile;
        } finally {
            renewing.unlock();
        }
    }

    /**
     * The token to try instead of one that was answered with 401: the one another caller has fetched meanwhile, else a
     * new one; null when {@code refused} is itself the fruit of such a renewal moments ago, since a third would fare no better.
     *
     * @throws ProviderException what the login ended in
     */
    public Token tokenAfter(Token refused) {
        renewing.lock();
        try {
            if (current != null && current != refused) {
                return current;
            }
            if (refused.replacement() && clock.instant().isBefore(refused.fetched().plus(HOLD_OFF))) {
                return null;
            }
            current = null;
            return renew(true);
        } finally {
            renewing.unlock();
        }
    }

    /** Called with the lock held. */
    private Token renew(boolean replacement) {
        Instant now = clock.instant();
        Token present = current;
        boolean usable = present != null && now.isBefore(present.expires());
        if (failure != null && now.isBefore(failure.at().plus(HOLD_OFF))) {
            if (usable) {
                return present;
            }
            throw failure.cause();
        }
        try {
            current = login.get().fetched(now, replacement);
            failure = null;
            LOG.info("{}: new access token", account);
            return current;
        } catch (RuntimeException e) {
            failure = new Failure(clock.instant(), e);
            LOG.warn("{}: no new access token: {}", account, e.getMessage());
            if (usable) {
                return present;
            }
            throw e;
        }
    }

    private record Failure(Instant at, RuntimeException cause) {
    }

    /**
     * One access token and what the login said about it.
     *
     * @param value       the bearer token
     * @param base        where the data calls go ({@code instance_url}), null where the provider does not say
     * @param lifetime    as the provider says, null for unknown: then only a 401 ends it
     * @param fetched     when
     * @param replacement fetched because its predecessor was refused
     */
    public record Token(String value, String base, Duration lifetime, Instant fetched, boolean replacement) {

        /**
         * A token as a login answers with it.
         *
         * @param value    the bearer token
         * @param base     where the data calls go, null where the provider does not say
         * @param lifetime null for unknown
         */
        public static Token of(String value, String base, Duration lifetime) {
            return new Token(value, base, lifetime, Instant.EPOCH, false);
        }

        Token fetched(Instant at, boolean asReplacement) {
            return new Token(value, base, lifetime, at, asReplacement);
        }

        Instant expires() {
            return lifetime == null ? Instant.MAX : fetched.plus(lifetime);
        }

        Instant renewAt() {
            if (lifetime == null) {
                return Instant.MAX;
            }
            Duration tenth = lifetime.dividedBy(10);
            return expires().minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Token[fetched " + fetched + "]";
        }
    }
}
