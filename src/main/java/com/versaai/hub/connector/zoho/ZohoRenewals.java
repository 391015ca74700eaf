package com.versaai.hub.connector.zoho;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How often one account's token may be renewed by this node. Zoho gives at most 10 access tokens per refresh token in 10 minutes, to all
 * nodes together, and then none until the time is over: so each node takes its share and waits itself. Called by one at a time.
 */
final class ZohoRenewals {

    static final Duration WINDOW = Duration.ofMinutes(10);
    /** Who asks on while Zoho says that it was too often is refused for longer. */
    static final Duration REST = Duration.ofMinutes(1);

    private final String account;
    private final int most;
    private final Clock clock;
    /** When tokens were given out, the oldest first. */
    private final Deque<Instant> taken = new ArrayDeque<>();
    private Instant restsUntil = Instant.MIN;

    /** @param most tokens in 10 minutes */
    ZohoRenewals(String account, int most, Clock clock) {
        this.account = account;
        this.most = most;
        this.clock = clock;
    }

    /**
     * The login, if it is time for one.
     *
     * @throws ProviderException rate limited, with the wait, where it is not, or where Zoho says so; else what the login ended in
     */
    synchronized ProviderAnswer within(Supplier<ProviderAnswer> login) {
        Instant now = clock.instant();
        while (!taken.isEmpty() && !taken.peekFirst().plus(WINDOW).isAfter(now)) {
            taken.removeFirst();
        }
        Instant from = taken.size() < most ? restsUntil : taken.peekFirst().plus(WINDOW);
        if (from.isAfter(now)) {
            throw limited(null, "this node has had " + most + " access tokens in 10 minutes or was told to wait: Zoho gives 10 to all nodes together",
                    Duration.between(now, from));
        }
        try {
            ProviderAnswer answer = login.get();
            taken.addLast(now);
            return answer;
        } catch (ProviderException e) {
            if (e.fault().code().equals("read_timeout")) {
                taken.addLast(now); // perhaps it was given out
            }
            if (String.valueOf(e.fault().message()).toLowerCase(Locale.ROOT).contains("too many requests")) {
                restsUntil = now.plus(REST);
                throw limited(e.fault().status(), e.fault().message(), REST);
            }
            throw e;
        }
    }

    private ProviderException limited(Integer status, String message, Duration wait) {
        return new ProviderException(account, new Fault(FaultClass.RATE_LIMITED, status, "token_limit", message, wait, null));
    }
}
