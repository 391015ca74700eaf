package com.versaai.hub.sandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;

/** Refuses profiles {@code sandbox} and {@code cluster} together: a production hub must never deliver to simulators. */
class SandboxProfileGuard implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of("sandbox & cluster"))) {
            throw new SandboxInClusterException();
        }
    }

    @Override
    public int getOrder() {
        // After the configuration files, which may activate profiles.
        return Ordered.LOWEST_PRECEDENCE;
    }

    /** Profiles that exclude each other are both on. */
    static final class SandboxInClusterException extends RuntimeException {
        SandboxInClusterException() {
            super("profiles sandbox and cluster exclude each other");
        }
    }
}
