package com.versaai.hub.delivery;

import com.versaai.hub.provider.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** One passage of a delivery through its route: what was found of it and what its attempts met. Lives on the exchange. */
final class DeliveryTry {

    static final String PROPERTY = "hub.delivery";

    private final Delivery delivery;
    private final List<Attempt> attempts = new ArrayList<>();
    private DeliveryStore.Row row;
    private Instant startedAt;
    private Duration pause = Duration.ZERO;
    private int failures;
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

    /** The call begins. */
    void start(Instant now) {
        startedAt = now;
    }

    void succeeded(Instant now, Integer status, String answer) {
        attempts.add(attempt(now, "ok", status, null, null, answer, null));
        fault = null;
    }

    /** @param wait before another attempt in place, null when none follows */
    void failed(Instant now, Fault failure, Duration wait) {
        attempts.add(attempt(now, failure.faultClass().name().toLowerCase(Locale.ROOT), failure.status(), failure.code(),
                failure.message(), failure.answer(), wait == null ? null : wait.toMillis()));
        fault = failure;
        failures++;
        pause = wait == null ? Duration.ZERO : wait;
    }

    /** Whether the provider's answer to the last attempt of this pass is here. */
    boolean answered() {
        return !attempts.isEmpty() && "ok".equals(attempts.get(attempts.size() - 1).outcome());
    }

    /** Failed attempts of this pass, recorded or not. */
    int failures() {
        return failures;
    }

    /** What the last failure asked for before the next attempt. */
    Duration pause() {
        return pause;
    }

    /** The last failure, null when there was none. */
    Fault fault() {
        return fault;
    }

    private Attempt attempt(Instant now, String outcome, Integer status, String code, String message, String answer, Long waitMs) {
        Instant from = startedAt == null ? now : startedAt;
        int number = (row == null ? 0 : row.attempts()) + attempts.size() + 1;
        return new Attempt(number, delivery.round(), from, Duration.between(from, now).toMillis(), outcome, status, code, message,
                answer, waitMs);
    }
}
