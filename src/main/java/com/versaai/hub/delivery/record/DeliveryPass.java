package com.versaai.hub.delivery.record;

import com.versaai.hub.provider.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** One passage of a delivery through its route: what was found of it and what its attempts met. Lives on the exchange. */
public final class DeliveryPass {

    public static final String PROPERTY = "hub.delivery";

    /** Outcome of an attempt that the provider may have acted on. */
    static final String UNCLEAR = "in_doubt";

    private final Delivery delivery;
    private final List<Attempt> attempts = new ArrayList<>();
    private DeliveryRepository.Row row;
    private Instant startedAt;
    private Duration pause = Duration.ZERO;
    private int failures;
    private Fault fault;

    public DeliveryPass(Delivery delivery) {
        this.delivery = delivery;
    }

    public static DeliveryPass of(Exchange exchange) {
        DeliveryPass found = exchange.getProperty(PROPERTY, DeliveryPass.class);
        if (found == null) {
            throw new IllegalStateException("no delivery on this exchange: deliveryReader must read it first");
        }
        return found;
    }

    public Delivery delivery() {
        return delivery;
    }

    public String destination() {
        return delivery.destination();
    }

    /** The record of earlier rounds, null when this is the first time. */
    public DeliveryRepository.Row row() {
        return row;
    }

    public void found(DeliveryRepository.Row existing) {
        row = existing;
    }

    /** Attempts of this pass, not yet recorded. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** The call begins. */
    public void start(Instant now) {
        startedAt = now;
    }

    public void succeeded(Instant now, Integer status, String answer) {
        attempts.add(attempt(now, "ok", status, null, null, answer, null));
        fault = null;
    }

    /** @param wait before another attempt in place, null when none follows */
    public void failed(Instant now, Fault failure, Duration wait) {
        failed(now, failure, wait, failure.faultClass().name().toLowerCase(Locale.ROOT));
    }

    /** The same; nobody knows whether the provider acted, but it would drop a repetition. */
    public void unclear(Instant now, Fault failure, Duration wait) {
        failed(now, failure, wait, UNCLEAR);
    }

    private void failed(Instant now, Fault failure, Duration wait, String outcome) {
        attempts.add(attempt(now, outcome, failure.status(), failure.code(),
                failure.message(), failure.answer(), wait == null ? null : wait.toMillis()));
        fault = failure;
        failures++;
        pause = wait == null ? Duration.ZERO : wait;
    }

    /** Is not tried: something younger was applied before. */
    public void superseded(Instant now, String why) {
        startedAt = now;
        attempts.add(attempt(now, "superseded", null, null, why, null, null));
        fault = null;
    }

    /** Whether the provider's answer to the last attempt of this pass is here. */
    public boolean answered() {
        return !attempts.isEmpty() && "ok".equals(attempts.get(attempts.size() - 1).outcome());
    }

    /** When the first attempt of this pass began of which that is not known; null when there was none that isn't recorded. */
    public Instant unclearSince() {
        return attempts.stream().filter(attempt -> UNCLEAR.equals(attempt.outcome())).map(Attempt::startedAt).findFirst().orElse(null);
    }

    /** Failed attempts of this pass, recorded or not. */
    public int failures() {
        return failures;
    }

    /** What the last failure asked for before the next attempt. */
    public Duration pause() {
        return pause;
    }

    /** The last failure, null when there was none. */
    public Fault fault() {
        return fault;
    }

    private Attempt attempt(Instant now, String outcome, Integer status, String code, String message, String answer, Long waitMs) {
        Instant from = startedAt == null ? now : startedAt;
        int number = (row == null ? 0 : row.attempts()) + attempts.size() + 1;
        return new Attempt(number, delivery.round(), from, Duration.between(from, now).toMillis(), outcome, status, code, message,
                answer, waitMs);
    }
}
