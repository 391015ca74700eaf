package com.versaai.hub.ai.budget;

import com.versaai.hub.clock.ClockWatch;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The budgets' rows. One conditional update lets a reservation in, whichever node asks; the sum of the reservations and the
 * column that holds it change in one transaction. The budget's row is locked last, or together with a row nobody else
 * knows yet, so that transactions never wait for each other in a circle.
 */
final class BudgetLedger {

    private static final String TAKE = """
            update ai_budget set reserved = reserved + ?
            where tenant = ? and period = ? and spent + reserved + ? <= ?""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    BudgetLedger(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** False when it would overrun the limit. */
    boolean take(Reservation wanted, Instant now, Instant leaseUntil) {
        if (takeFromRow(wanted, leaseUntil)) {
            return true;
        }
        return open(wanted, now) && takeFromRow(wanted, leaseUntil);
    }

    private boolean takeFromRow(Reservation wanted, Instant leaseUntil) {
        return together(() -> {
            int won = jdbc.update(TAKE, wanted.amount(), wanted.tenant(), period(wanted.month()), wanted.amount(), wanted.limit());
            if (won == 1) {
                jdbc.update("insert into ai_reservation (id, tenant, period, amount, lease_until) values (?, ?, ?, ?, ?)",
                        wanted.id(), wanted.tenant(), period(wanted.month()), wanted.amount(), time(leaseUntil));
            }
            return won == 1;
        });
    }

    /** The month's row, if there is none yet; false when there was one. */
    private boolean open(Reservation first, Instant now) {
        Integer rows = jdbc.queryForObject("select count(*) from ai_budget where tenant = ? and period = ?", Integer.class,
                first.tenant(), period(first.month()));
        if (rows != null && rows > 0) {
            return false;
        }
        try {
            jdbc.update("""
                    insert into ai_budget (tenant, period, spent, reserved, prompt_tokens, completion_tokens)
                    values (?, ?, 0, 0, 0, 0)""", first.tenant(), period(first.month()));
            // Of months that are over; nothing reads them any more.
            jdbc.update("delete from ai_reservation where tenant = ? and period < ? and lease_until < ?", first.tenant(),
                    period(first.month()), time(now));
        } catch (DuplicateKeyException e) {
            return true; // another call was first, and may have left enough
        }
        return true;
    }

    /**
     * Books what a call cost.
     *
     * @return what is spent by now, if this call made it reach the threshold
     */
    Optional<BigDecimal> settle(Reservation held, BigDecimal cost, Usage usage, BigDecimal threshold, Instant now) {
        return together(() -> {
            jdbc.update("""
                    update ai_budget set reserved = reserved - ?, spent = spent + ?, prompt_tokens = prompt_tokens + ?,
                    completion_tokens = completion_tokens + ? where tenant = ? and period = ?""",
                    forget(held), cost, usage.prompt(), usage.completion(), held.tenant(), period(held.month()));
            int first = jdbc.update("""
                    update ai_budget set warned_at = ?
                    where tenant = ? and period = ? and warned_at is null and spent >= ? and spent > 0""",
                    time(now), held.tenant(), period(held.month()), threshold);
            return first == 0 ? Optional.empty() : Optional.of(read(held.tenant(), held.month(), (spent, reserved) -> spent));
        });
    }

    void release(Reservation held) {
        together(() -> {
            giveBack(held.tenant(), held.month(), forget(held));
            return true;
        });
    }

    void renew(Reservation held, Instant leaseUntil) {
        jdbc.update("update ai_reservation set lease_until = ? where id = ?", time(leaseUntil), held.id());
    }

    /**
     * Gives back what is held past its lease; true if there was any.
     *
     * @param now    leases that ended before are over
     * @param latest when one ends that begins now; one that ends later was written by a clock that was ahead, and ends then
     */
    boolean reclaim(String tenant, YearMonth month, Instant now, Instant latest) {
        record Overdue(String id, BigDecimal amount) {
        }
        return together(() -> {
            jdbc.update("update ai_reservation set lease_until = ? where tenant = ? and period = ? and lease_until > ?", time(latest), tenant,
                    period(month), time(latest.plus(ClockWatch.TOLERANCE)));
            // In one order on all nodes, or two of them would hold what the other waits for.
            List<Overdue> overdue = jdbc.query("""
                    select id, amount from ai_reservation where tenant = ? and period = ? and lease_until < ? order by id""",
                    (row, n) -> new Overdue(row.getString(1), row.getBigDecimal(2)), tenant, period(month), time(now));
            BigDecimal sum = overdue.stream()
                    .filter(one -> jdbc.update("delete from ai_reservation where id = ? and lease_until < ?", one.id, time(now)) == 1)
                    .map(Overdue::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            giveBack(tenant, month, sum);
            return !overdue.isEmpty(); // what another node gave back meanwhile is room too
        });
    }

    <T> T read(String tenant, YearMonth month, BiFunction<BigDecimal, BigDecimal, T> as) {
        List<T> found = jdbc.query("select spent, reserved from ai_budget where tenant = ? and period = ?",
                (row, n) -> as.apply(row.getBigDecimal(1), row.getBigDecimal(2)), tenant, period(month));
        return found.isEmpty() ? as.apply(BigDecimal.ZERO, BigDecimal.ZERO) : found.get(0);
    }

    /** A database that is away is one kind of exception, whether it is met by a statement or before. */
    private <T> T together(Supplier<T> work) {
        try {
            return transaction.execute(status -> work.get());
        } catch (TransactionException e) {
            throw new DataAccessResourceFailureException("the database cannot be reached", e);
        }
    }

    /** What the reservation still holds: nothing once its lease has run out and another call has got it. */
    private BigDecimal forget(Reservation held) {
        return jdbc.update("delete from ai_reservation where id = ?", held.id()) == 1 ? held.amount() : BigDecimal.ZERO;
    }

    private void giveBack(String tenant, YearMonth month, BigDecimal amount) {
        if (amount.signum() > 0) {
            jdbc.update("update ai_budget set reserved = reserved - ? where tenant = ? and period = ?", amount, tenant, period(month));
        }
    }

    private static String period(YearMonth month) {
        return month.toString();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
