package com.versaai.hub.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What really took effect at the simulated providers, by each provider's own rules of identity: its {@link SimulatorFactory} says
 * which key is the same thing again, and whether doing it again is another effect.
 *
 * <p>Bounded: per provider the latest {@code capacity} keys with at most {@value #BODY_LIMIT} characters of body each, and the
 * last {@value #REFUSALS} refusals. A key that was pushed out is new again when it comes back: {@link #evicted} tells
 * whether that can have happened. Counts never shrink. Thread-safe.
 */
public final class Effects {

    static final int BODY_LIMIT = 4096;
    static final int REFUSALS = 100;

    /**
     * One thing that took effect.
     *
     * @param key      the provider's identity of it, see {@link Effects}
     * @param time     of the first effect
     * @param requests how many accepted requests carried it
     * @param effects  how many of them took effect
     * @param body     of the latest request that took effect, cut at {@value #BODY_LIMIT} characters
     */
    public record Effect(String key, Instant time, long requests, long effects, String body) {
    }

    /** A request, or one row of it, that was not accepted; some providers tell the caller nothing of it. */
    public record Refusal(Instant time, int status, String reason) {
    }

    private final Map<SimulatedProvider, Ledger> ledgers;

    Effects(int capacity, Clock clock) {
        ledgers = SimulatedProvider.values().stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), provider -> new Ledger(capacity, clock)));
    }

    Ledger ledger(SimulatedProvider provider) {
        return ledgers.get(provider);
    }

    /** Everything that took effect at a provider and is still remembered, oldest key first. */
    public List<Effect> of(SimulatedProvider provider) {
        return ledger(provider).all();
    }

    /** The entry of one key. */
    public Optional<Effect> find(SimulatedProvider provider, String key) {
        return ledger(provider).find(key);
    }

    /** Entries whose body contains a text. */
    public List<Effect> containing(SimulatedProvider provider, String text) {
        return of(provider).stream().filter(effect -> effect.body().contains(text)).toList();
    }

    /** Number of effects since the start or the last {@link #reset}. */
    public long count(SimulatedProvider provider) {
        return ledger(provider).taken();
    }

    /** Number of accepted messages, events or records, whether they had an effect or not. */
    public long requests(SimulatedProvider provider) {
        return ledger(provider).requests();
    }

    /** How many keys were forgotten to stay within the capacity. */
    public long evicted(SimulatedProvider provider) {
        return ledger(provider).evicted();
    }

    /** Number of refused requests and rows. */
    public long refused(SimulatedProvider provider) {
        return ledger(provider).refused();
    }

    /** The last refusals, oldest first. */
    public List<Refusal> refusals(SimulatedProvider provider) {
        return ledger(provider).refusals();
    }

    /** Forgets everything. */
    public void reset() {
        ledgers.values().forEach(Ledger::reset);
    }
}
