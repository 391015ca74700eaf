package bench;

import com.versaai.hub.sandbox.SimulatedProvider;

/** The simulated providers that the benchmark names. */
final class Providers {

    static final SimulatedProvider AMPLITUDE = named("amplitude");
    static final SimulatedProvider GA4 = named("ga4");
    static final SimulatedProvider HUBSPOT = named("hubspot");
    static final SimulatedProvider MIXPANEL = named("mixpanel");
    static final SimulatedProvider SALESFORCE = named("salesforce");
    static final SimulatedProvider SEGMENT = named("segment");
    static final SimulatedProvider SLACK = named("slack");

    private Providers() {
    }

    private static SimulatedProvider named(String name) {
        return SimulatedProvider.of(name).orElseThrow(() -> new IllegalStateException("no simulator of " + name));
    }
}
