package com.versaai.hub.ai.budget;

import com.versaai.hub.clock.ClockWatch;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds tenants to their monthly budget, over all nodes: the most a call can cost is reserved before it and settled after
 * it. Tenants without a budget cost no database access. While the database is away a tenant with a budget gets its
 * {@link org.springframework.dao.DataAccessException}: calls nobody can count are not made.
 */
class TokenBudgets {

    /** Of the columns. What is finer is rounded up, so that no call is free by rounding. */
    private static final int SCALE = 10;
    private static final String NOBODY = "-";
    /** Within one lease. */
    private static final int RENEWALS = 3;

    private final BudgetSettings settings;
    private final ChatPrices prices;
    private final BudgetLedger ledger;
    private final ClockWatch clock;

    TokenBudgets(BudgetSettings settings, ChatPrices prices, BudgetLedger ledger, ClockWatch clock) {
        this.settings = settings;
        this.prices = prices;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Reserves before a call.
     *
     * @param tenant null for callers without one, who share a budget named {@code -}
     * @param model  the dearest that may answer
     * @param most   prompt as estimated, completion as limited
     * @throws BudgetExceededException when it would overrun
     */
    public Reservation reserve(String tenant, String model, Usage most) {
        String whose = name(tenant);
        Instant now = clock.now();
        BigDecimal cost = cost(model, most);
        Reservation wanted = new Reservation(UUID.randomUUID().toString(), whose, model, month(now), cost, settings.limit(whose));
        wanted.leased(clock.steady().instant());
        if (!wanted.counted() || take(wanted, now)) {
            return wanted;
        }
        // Only now: what killed processes held matters to nobody before.
        Duration lease = settings.budgetLease();
        if (ledger.reclaim(whose, wanted.month(), clock.forLeases(lease), clock.latest(lease)) && take(wanted, now)) {
            return wanted;
        }
        throw new BudgetExceededException(budget(tenant));
    }

    /** Settles with the model that was reserved for. */
    public Settlement settle(Reservation held, Usage actual) {
        return settle(held, held.model(), actual);
    }

    /**
     * Settles after a call or stream, whole or broken off: what was used was spent, even if the lease has run out. Only the
     * first end of a reservation counts; after a database failure it may be tried again.
     *
     * @param model the one that answered
     */
    public Settlement settle(Reservation held, String model, Usage actual) {
        if (!held.end()) {
            return Settlement.of(BigDecimal.ZERO);
        }
        BigDecimal cost = cost(model, actual);
        if (!held.counted()) {
            return Settlement.of(cost);
        }
        try {
            BigDecimal threshold = held.limit().multiply(BigDecimal.valueOf(settings.budgetWarnAt(), 2));
            Optional<BigDecimal> crossed = ledger.settle(held, cost, actual, threshold, clock.now());
            return new Settlement(cost, crossed.map(used -> new UsageThreshold(held.tenant(), held.month(), used, held.limit())));
        } catch (RuntimeException e) {
            held.reopen();
            throw e;
        }
    }

    /** Gives back what was reserved for a call that cost nothing. */
    public void release(Reservation held) {
        if (held.end() && held.counted()) {
            try {
                ledger.release(held);
            } catch (RuntimeException e) {
                held.reopen();
                throw e;
            }
        }
    }

    /** Prolongs the lease of a stream that is still running, once a third of it has passed; cheap, to be called with every event. */
    public void keep(Reservation held) {
        Instant now = clock.steady().instant();
        if (held.counted() && !now.isBefore(held.leased().plus(settings.budgetLease().dividedBy(RENEWALS)))) {
            // Before the try: while the database is away not every event shall wait for it, and there is a third time.
            held.leased(now);
            ledger.renew(held, clock.latest(settings.budgetLease()));
        }
    }

    /** How the tenant stands this month. */
    public Budget budget(String tenant) {
        String whose = name(tenant);
        YearMonth month = month(clock.now());
        Instant reset = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        BigDecimal limit = settings.limit(whose);
        return limit == null ? new Budget(whose, BigDecimal.ZERO, BigDecimal.ZERO, null, reset)
                : ledger.read(whose, month, (spent, reserved) -> new Budget(whose, spent, reserved, limit, reset));
    }

    private boolean take(Reservation wanted, Instant now) {
        return ledger.take(wanted, now, now.plus(settings.budgetLease()));
    }

    private BigDecimal cost(String model, Usage usage) {
        return prices.cost(model, usage).setScale(SCALE, RoundingMode.CEILING);
    }

    private static String name(String tenant) {
        return tenant == null || tenant.isBlank() ? NOBODY : tenant;
    }

    private static YearMonth month(Instant now) {
        return YearMonth.from(now.atZone(ZoneOffset.UTC));
    }
}
