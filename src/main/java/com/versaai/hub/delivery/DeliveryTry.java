package com.versaai.hub.delivery;

import com.versaai.hub.provider.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** What is known while one delivery is on its way through the delivery route; lives on the exchange. */
final class DeliveryTry {

    static final String PROPERTY = "hub.delivery";

    private final Delivery delivery;
    private final List<Attempt> attempts = new ArrayList<>();
    private DeliveryStore.Row row;
    private Instant startedAt;
    private boolean calling;
    private int failures;
    private boolean again;
    private boolean claimed;
    private RuntimeException trouble;
    private Fault fault;

    DeliveryTry(Delivery delivery) {
        this.delivery = delivery;
    }

    static DeliveryTry of(Exchange exchange) {
        DeliveryTry found = exchange.getProperty(PROPERTY, DeliveryTry.class);
        if (found == null) {
            throw new IllegalStateException("no delivery on this exchange: deliveryRecord must read it first");
        }
        return found;
    }

    Delivery delivery() {
        return delivery;
    }

    String destination() {
        return delivery.destination();
    }

    /** The record of earlier rounds, null when this is the first time. */
    DeliveryStore.Row row() {
        return row;
    }

    void found(DeliveryStore.Row existing) {
        row = existing;
    }

    /** Attempts of this pass, not yet recorded. */
    List<Attempt> attempts() {
        return attempts;
    }

    /** The call begins; what went wrong while waiting for it comes out here, in the route, where the error policy sees it. */
    void start(Instant now) {
        if (trouble != null) {
            RuntimeException before = trouble;
            trouble = null;
            throw before;
        }
        startedAt = now;
        calling = true;
    }

    /** Another attempt is prepared; until it starts, a failure is not the provider's. */
    void prepareNext() {
        calling = false;
    }

    void troubled(RuntimeException before) {
        trouble = before;
    }

    /** Whether the provider is being called: a failure now is the provider's, otherwise it is the hub's own. */
    boolean calling() {
        return calling;
    }

    void succeeded(Instant now, Integer status, String answer) {
        attempts.add(attempt(now, "ok", status, null, null, answer, null));
        calling = false;
        fault = null;
    }

    void failed(Instant now, Fault failure, Duration wait) {
        attempts.add(attempt(now, failure.faultClass().name().toLowerCase(Locale.ROOT), failure.status(), failure.code(),
                failure.message(), failure.answer(), wait == null ? null : wait.toMillis()));
        fault = failure;
        failures++;
        again = wait != null;
    }

    /** Whether the provider's answer to the last attempt of this pass is here. */
    boolean answered() {
        return !attempts.isEmpty() && "ok".equals(attempts.get(attempts.size() - 1).outcome());
    }

    /** Failed attempts of this pass, recorded or not. */
    int failures() {
        return failures;
    }

    /** Whether another attempt in place follows the last failure. */
    boolean again() {
        return again;
    }

    void noMore() {
        again = false;
    }

    /** This pass wrote the claim. */
    void claimed() {
        claimed = true;
    }

    /** Whether the claim that the row may show is of this pass; another's must stay as it is. */
    boolean claimedHere() {
        return claimed;
    }

    /** The last failure, null when there was none. */
    Fault fault() {
        return fault;
    }

    void fault(Fault known) {
        fault = known;
    }

    private Attempt attempt(Instant now, String outcome, Integer status, String code, String message, String answer, Long waitMs) {
        Instant from = startedAt == null ? now : startedAt;
        int number = (row == null ? 0 : row.attempts()) + attempts.size() + 1;
        return new Attempt(number, delivery.round(), from, Duration.between(from, now).toMillis(), outcome, status, code, message,
                answer, waitMs);
    }
}
