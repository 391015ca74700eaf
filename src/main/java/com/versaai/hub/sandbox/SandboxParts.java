package com.versaai.hub.sandbox;

import com.versaai.hub.profile.SandboxLibrary;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the hub proper, which knows none of these classes, that the sandbox is here; found by {@link java.util.ServiceLoader}. */
public final class SandboxParts implements SandboxLibrary {

    @Override
    public Map<String, String> settings(String providersUrl) {
        Map<String, String> settings = new LinkedHashMap<>();
        SimulatedProvider.values().forEach(provider -> settings.putAll(provider.settings(providersUrl)));
        return settings;
    }
}
