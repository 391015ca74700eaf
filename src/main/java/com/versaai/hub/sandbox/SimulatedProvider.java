package com.versaai.hub.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The providers that have a simulator; each lives under {@code /<name>/…} of the simulator port. */
public enum SimulatedProvider {
    SLACK, SALESFORCE, HUBSPOT, GA4, MIXPANEL, AMPLITUDE, SEGMENT, STRIPE, GROQ;

    private final String path = name().toLowerCase(Locale.ROOT);

    /** The lower-case name, as in paths, configuration and the sandbox API. */
    public String path() {
        return path;
    }

    /** Whether its access tokens can expire. */
    public boolean issuesTokens() {
        return this == SALESFORCE || this == HUBSPOT;
    }

    /** The provider of that lower-case name. */
    public static Optional<SimulatedProvider> of(String path) {
        return Arrays.stream(values()).filter(provider -> provider.path.equals(path)).findFirst();
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(SimulatedProvider::path).toList();
    }
}
