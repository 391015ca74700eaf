package com.versaai.hub.ai.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.concurrent.atomic.AtomicBoolean;

/** Money held for one call; ends once, by being settled or released. */
final class Reservation {

    private final String id;
    private final String tenant;
    private final String model;
    private final YearMonth month;
    private final BigDecimal amount;
    private final BigDecimal limit;
    private volatile Instant leased;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** @param limit null = the tenant has no budget, and the database knows nothing of this */
    Reservation(String id, String tenant, String model, YearMonth month, BigDecimal amount, BigDecimal limit) {
        this.id = id;
        this.tenant = tenant;
        this.model = model;
        this.month = month;
        this.amount = amount;
        this.limit = limit;
    }

    /** True for the first caller only: a stream's end, its error and its client's leaving may come together. */
    boolean end() {
        return open.compareAndSet(true, false);
    }

    /** The database did not answer: whoever ended it may try again. */
    void reopen() {
        open.set(true);
    }

    /** When its lease began, or was last renewed. */
    Instant leased() {
        return leased;
    }

    void leased(Instant at) {
        leased = at;
    }

    boolean counted() {
        return limit != null;
    }

    String id() {
        return id;
    }

    String tenant() {
        return tenant;
    }

    String model() {
        return model;
    }

    YearMonth month() {
        return month;
    }

    BigDecimal amount() {
        return amount;
    }

    BigDecimal limit() {
        return limit;
    }
}
