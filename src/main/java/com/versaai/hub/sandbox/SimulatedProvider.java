package com.versaai.hub.sandbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider that has a simulator, found by its name; it lives under {@code /<name>/…} of the simulator port. There is one object of
 * each. Which there are, is told by the class path: see {@link SimulatorFactory}.
 */
public final class SimulatedProvider {

    /** In the order of their names. */
    private static final Map<String, SimulatedProvider> ALL = new LinkedHashMap<>();

    static {
        SimulatorFactories.find().forEach((name, factory) -> ALL.put(name, new SimulatedProvider(name, factory)));
    }

    private final String name;
    private final SimulatorFactory factory;

    private SimulatedProvider(String name, SimulatorFactory factory) {
        this.name = name;
        this.factory = factory;
    }

    /** The provider of that lower-case name. */
    public static Optional<SimulatedProvider> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** All there are, by name. */
    public static List<SimulatedProvider> values() {
        return List.copyOf(ALL.values());
    }

    /** The lower-case name, as in paths, configuration and the sandbox API. */
    public String path() {
        return name;
    }

    /** Whether its access tokens can expire. */
    public boolean issuesTokens() {
        return factory.issuesTokens();
    }

    /**
     * What a hub has to be given to call its simulator: whole property names, {@code hub.provider.<name>.<setting>}.
     *
     * @param providersUrl where the simulators are, as {@code hub.sandbox.providers-url} tells it
     */
    public Map<String, String> settings(String providersUrl) {
        Map<String, String> settings = new LinkedHashMap<>();
        factory.settings(providersUrl + "/" + name).forEach((setting, value) -> settings.put("hub.provider." + name + "." + setting, value));
        return settings;
    }

    SimulatorFactory factory() {
        return factory;
    }

    static List<String> paths(Collection<SimulatedProvider> providers) {
        return providers.stream().map(SimulatedProvider::path).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
