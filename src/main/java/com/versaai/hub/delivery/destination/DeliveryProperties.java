package com.versaai.hub.delivery.destination;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Delivery ({@code hub.delivery.*}): defaults, and per destination what differs from them.
 *
 * @param defaults     for every destination
 * @param destinations by name; the name is part of topics, routes and delivery ids, so it cannot be changed later
 * @param lease        how long a claim on a delivery without provider-side idempotency holds; longer than one
 *                     attempt with the longest wait before it
 * @param outage       how long outcomes are kept in memory and tried again while the database is away, before their records are
 *                     read from Kafka again
 * @param history      how long receipts, events and finished deliveries are remembered; at least 72 h, since duplicates are
 *                     recognised by them
 * @param notConfigured what becomes of what is routed to a destination whose account lacks a setting
 */
@Validated
@ConfigurationProperties("hub.delivery")
public record DeliveryProperties(
        @Valid @NotNull Policy defaults,
        @Valid @NotNull @DefaultValue Map<String, Destination> destinations,
        @NotNull @DefaultValue("90s") Duration lease,
        @NotNull @DefaultValue("20s") Duration outage,
        @NotNull @DefaultValue("30d") Duration history,
        @NotNull @DefaultValue("skip") NotConfigured notConfigured) {

    /** Nothing is planned for it, or each delivery becomes a dead letter that can be replayed once it is configured. */
    public enum NotConfigured { SKIP, DEAD_LETTER }

    public DeliveryProperties {
        destinations = new TreeMap<>(destinations);
        if (history.compareTo(Duration.ofHours(72)) < 0) {
            throw new IllegalArgumentException("hub.delivery.history must be 72h or more: duplicates are recognised by it");
        }
    }

    /**
     * What is said of a destination in the configuration; null means as its connector's manifest says ({@link Destinations}).
     *
     * @param connector  whose kind it is; the name of the destination when null
     * @param account    whose settings it uses, {@code hub.provider.<account>}
     * @param kind       crm, analytics, chat …: routes can address all enabled destinations of a kind at once
     * @param enabled    whether routes plan deliveries to it; its queue is worked off all the same
     * @param idempotent whether the provider itself drops a repeated delivery (idempotency key or upsert). If not, the hub
     *                   claims before it sends, and a call without answer becomes a dead letter instead of being repeated
     * @param policy     what differs from the connector's, and that from the defaults
     */
    public record Destination(
            String connector,
            String account,
            String kind,
            Boolean enabled,
            Boolean idempotent,
            @Min(1) @Max(32) Integer concurrency,
            @Valid Policy policy) {
    }

    /** Numbers of one destination; null means the default. */
    public record Policy(
            @Valid Retry retry,
            @Size(min = 1) List<@NotNull Duration> parking,
            @Valid Rate rate,
            @Valid KeyRate keyRate,
            @Valid Circuit circuit) {

        Policy over(Policy base) {
            return new Policy(retry == null ? base.retry : retry.over(base.retry), parking == null ? base.parking : parking,
                    rate == null ? base.rate : rate.over(base.rate),
                    keyRate == null || base.keyRate == null ? or(keyRate, base.keyRate) : keyRate.over(base.keyRate),
                    circuit == null ? base.circuit : circuit.over(base.circuit));
        }
    }

    /**
     * Attempts in place.
     *
     * @param attempts      calls altogether, 1 = no repetition
     * @param first         longest wait before the second attempt; the wait is drawn from 0 to this (full jitter)
     * @param factor        by which the longest wait grows
     * @param maxRetryAfter a provider's Retry-After is waited for in place up to this; beyond it the delivery is parked
     */
    public record Retry(@Min(1) Integer attempts, Duration first, @DecimalMin("1") Double factor, Duration maxRetryAfter) {
        Retry over(Retry base) {
            return new Retry(or(attempts, base.attempts), or(first, base.first), or(factor, base.factor),
                    or(maxRetryAfter, base.maxRetryAfter));
        }
    }

    /**
     * @param permits calls allowed in {@code per}, refilled evenly; 0 = no limit
     * @param per     the period
     */
    public record Rate(@Min(0) Long permits, Duration per) {
        Rate over(Rate base) {
            return new Rate(or(permits, base.permits), or(per, base.per));
        }
    }

    /**
     * A second limit, of each key: a channel, a mailbox, whatever the provider counts by itself. What has the same key also keeps its order.
     *
     * @param at      JSON pointer to the key in a delivery's payload; a delivery without one has the limit of the destination only
     * @param permits calls allowed for one key in {@code per}; 0 = no limit
     * @param per     the period
     */
    public record KeyRate(@Pattern(regexp = "(/[^/~]{1,80}){1,6}") String at, @Min(0) Long permits, Duration per) {
        KeyRate over(KeyRate base) {
            return new KeyRate(or(at, base.at), or(permits, base.permits), or(per, base.per));
        }
    }

    /**
     * @param failureRate percent of failed calls that opens the circuit
     * @param minimumCalls before the rate means anything
     * @param window      how many calls are looked back at
     * @param slowCall    a call longer than this counts as slow
     * @param slowRate    percent of slow calls that opens the circuit
     * @param openFor     how long nothing is sent
     * @param probes      calls that decide whether it closes again
     */
    public record Circuit(
            @Min(1) @Max(100) Float failureRate,
            @Min(1) Integer minimumCalls,
            @Min(1) Integer window,
            Duration slowCall,
            @Min(1) @Max(100) Float slowRate,
            Duration openFor,
            @Min(1) Integer probes) {
        Circuit over(Circuit base) {
            return new Circuit(or(failureRate, base.failureRate), or(minimumCalls, base.minimumCalls), or(window, base.window),
                    or(slowCall, base.slowCall), or(slowRate, base.slowRate), or(openFor, base.openFor), or(probes, base.probes));
        }
    }

    private static <T> T or(T own, T base) {
        return own == null ? base : own;
    }
}
