package com.versaai.hub.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The faults that are switched on, at most one per provider; setting one replaces the one before. Thread-safe. */
public final class Faults {

    /**
     * A fault that is on.
     *
     * @param spec      as it was set
     * @param hits      how many requests it has hit
     * @param remaining how many it will still hit, null for no limit
     */
    public record Active(FaultSpec spec, long hits, Integer remaining) {
    }

    private final Map<SimulatedProvider, Active> active = new LinkedHashMap<>();
    private final RandomGenerator random;
    private final Consumer<SimulatedProvider> released;

    /** @param released told when a provider's fault is taken away, so that hanging requests can go on */
    Faults(RandomGenerator random, Consumer<SimulatedProvider> released) {
        this.random = random;
        this.released = released;
    }

    /**
     * Switches a fault on.
     *
     * @throws IllegalArgumentException naming everything that is wrong with it
     */
    public void set(SimulatedProvider provider, FaultSpec spec) {
        if (!spec.violations().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", spec.violations()));
        }
        synchronized (active) {
            active.put(provider, new Active(spec, 0, spec.count()));
        }
        released.accept(provider);
    }

    /** Switches a provider's fault off and lets its hanging requests go. */
    public void clear(SimulatedProvider provider) {
        synchronized (active) {
            active.remove(provider);
        }
        released.accept(provider);
    }

    /** Switches all off. */
    public void clear() {
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            clear(provider);
        }
    }

    /** What is on; one whose count is used up stays listed, with nothing remaining. */
    public Map<SimulatedProvider, Active> active() {
        synchronized (active) {
            return new LinkedHashMap<>(active);
        }
    }

    /** The fault that hits this request, if one does. */
    Optional<FaultSpec> strike(SimulatedProvider provider, String path) {
        synchronized (active) {
            Active now = active.get(provider);
            if (now == null || Integer.valueOf(0).equals(now.remaining())
                    || now.spec().path() != null && !path.startsWith(now.spec().path())
                    || now.spec().rate() < 1 && random.nextDouble() >= now.spec().rate()) {
                return Optional.empty();
            }
            active.put(provider, new Active(now.spec(), now.hits() + 1, now.remaining() == null ? null : now.remaining() - 1));
            return Optional.of(now.spec());
        }
    }
}
