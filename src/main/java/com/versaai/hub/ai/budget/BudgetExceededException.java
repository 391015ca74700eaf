package com.versaai.hub.ai.budget;

import java.math.BigDecimal;
import java.time.Instant;

/** A call would cost more than is left of the tenant's month. Not to be retried before {@link #resetsAt()}. */
final class BudgetExceededException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Budget budget;

    BudgetExceededException(Budget budget) {
        // Expected and possibly frequent: no stack trace.
        super("the monthly AI budget of " + budget.limit().toPlainString() + " does not cover this call; it resets at " + budget.resetsAt(),
                null, false, false);
        this.budget = budget;
    }

    String tenant() {
        return budget.tenant();
    }

    /** Spent and reserved for calls that are running. */
    BigDecimal used() {
        return budget.spent().add(budget.reserved());
    }

    BigDecimal limit() {
        return budget.limit();
    }

    Instant resetsAt() {
        return budget.resetsAt();
    }
}
