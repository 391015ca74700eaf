package com.versaai.hub.profile;

import com.versaai.hub.gateway.Provenance;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;

/**
 * Keeps the sandbox off production hosts, and other machines out of the sandbox. A hub without a profile is the sandbox, so one that
 * has only lost its profile must not become one: that is told by what else it was given, or by its having no simulators.
 */
class SandboxProfileGuard implements EnvironmentPostProcessor, Ordered {

    private static final String SANDBOX = "sandbox";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String OTHERS = "SPRING_PROFILES_ACTIVE=cluster (external Kafka, PostgreSQL, Redis) or any other name but sandbox, such as "
            + "live (this process alone), for real providers";

    private final Log log;

    SandboxProfileGuard(DeferredLogFactory logs) {
        log = logs.getLog(SandboxProfileGuard.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of(SANDBOX))) {
            refuseProductionProfiles(environment);
            refuseLostProfile(environment);
            refuseWithoutSimulators(environment, application);
            refuseOtherMachines(environment);
        }
    }

    @Override
    public int getOrder() {
        // After the configuration files, which may activate profiles.
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static void refuseProductionProfiles(ConfigurableEnvironment environment) {
        List<String> others = Arrays.stream(environment.getActiveProfiles()).filter(ProductionSigns::isProductionProfile).toList();
        if (!others.isEmpty()) {
            throw new SandboxRefusedException("The profile 'sandbox' (simulated providers, published keys) is active together with '"
                    + String.join("', '", others) + "': they exclude each other.", "Activate one of them: " + OTHERS + "; nothing, for the sandbox.");
        }
    }

    private void refuseLostProfile(ConfigurableEnvironment environment) {
        Set<String> signs = ProductionSigns.in(environment);
        if (signs.isEmpty()) {
            return;
        }
        String found = String.join(", ", signs);
        if (!List.of(environment.getActiveProfiles()).contains(SANDBOX)) {
            throw new SandboxRefusedException("No profile is given, which means the sandbox: simulated providers, published keys. But this looks like "
                    + "production: " + found + ".", "Say which is meant: " + OTHERS + "; SPRING_PROFILES_ACTIVE=sandbox, if it is the sandbox all the same.");
        }
        log.warn("The sandbox was asked for by name, so it starts, with settings that look like production: " + found);
    }

    private static void refuseWithoutSimulators(ConfigurableEnvironment environment, SpringApplication application) {
        if (SandboxLibrary.find(application.getClassLoader()).isEmpty()) {
            boolean named = List.of(environment.getActiveProfiles()).contains(SANDBOX);
            throw new SandboxRefusedException((named ? "The profile 'sandbox' is active" : "No profile is given, which means the sandbox")
                    + ", but its simulated providers are not here: this hub has no folder lib-sandbox (WireMock, simulators, senders of webhooks).",
                    "Say which is meant: " + OTHERS + "; for the sandbox take the whole package, target/hub of mvn package, or the image's target "
                            + "'sandbox'. In an IDE, run it with dependencies of scope 'provided'.");
        }
    }

    private static void refuseOtherMachines(ConfigurableEnvironment environment) {
        boolean open = environment.getProperty("hub.sandbox.open-to-network", Boolean.class, false);
        if (!open && !Provenance.isLoopbackAddress(environment.getProperty("server.address"))) {
            throw new SandboxRefusedException("The sandbox's keys are published and may run code, and server.address would let other machines in.",
                    "Leave server.address at 127.0.0.1. In a container, or where others are meant to call: hub.sandbox.open-to-network=true "
                            + "(HUB_SANDBOX_OPENTONETWORK=true) and hub.api.keys of your own (docs/operations.md).");
        }
        if (!Provenance.isLoopbackAddress(environment.getProperty("hub.sandbox.simulators.bind-address", LOOPBACK))) {
            throw new SandboxRefusedException("hub.sandbox.simulators.bind-address would let other machines in, and WireMock has no login.",
                    "Leave it at 127.0.0.1.");
        }
        int port = environment.getProperty("server.port", Integer.class, 8080);
        int management = environment.getProperty("management.server.port", Integer.class, port);
        if (management >= 0 && management != port) {
            throw new SandboxRefusedException("management.server.port opens a second port, which the sandbox does not guard.",
                    "Leave it out: the console is at server.port.");
        }
        if (!"none".equalsIgnoreCase(environment.getProperty("server.forward-headers-strategy", "none"))) {
            throw new SandboxRefusedException("server.forward-headers-strategy believes what a request says of its sender; the sandbox takes only what "
                    + "comes from this machine.", "Leave it at none.");
        }
    }
}
