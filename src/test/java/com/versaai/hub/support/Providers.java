package com.versaai.hub.support;

import com.versaai.hub.sandbox.SimulatedProvider;

/** The simulated providers that tests across the hub name. A provider's own tests need none of these. */
public final class Providers {

    public static final SimulatedProvider AMPLITUDE = named("amplitude");
    public static final SimulatedProvider GA4 = named("ga4");
    public static final SimulatedProvider GROQ = named("groq");
    public static final SimulatedProvider HUBSPOT = named("hubspot");
    public static final SimulatedProvider MIXPANEL = named("mixpanel");
    public static final SimulatedProvider SALESFORCE = named("salesforce");
    public static final SimulatedProvider SEGMENT = named("segment");
    public static final SimulatedProvider SLACK = named("slack");
    public static final SimulatedProvider STRIPE = named("stripe");

    private Providers() {
    }

    private static SimulatedProvider named(String name) {
        return SimulatedProvider.of(name).orElseThrow(() -> new AssertionError("no simulator of " + name));
    }
}
