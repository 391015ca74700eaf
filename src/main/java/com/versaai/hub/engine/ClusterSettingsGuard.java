package com.versaai.hub.engine;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;

/** In profile {@code cluster} the places and logins of the engines have no default: whatever is missing is told at once. */
final class ClusterSettingsGuard implements EnvironmentPostProcessor, Ordered {

    private static final List<String> REDIS = List.of("spring.data.redis.url", "spring.data.redis.sentinel.nodes",
            "spring.data.redis.sentinel.nodes[0]", "spring.data.redis.cluster.nodes", "spring.data.redis.cluster.nodes[0]");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        // Sandbox and cluster together is another mistake, and told by SandboxProfileGuard.
        if (!environment.acceptsProfiles(Profiles.of("cluster & !sandbox"))) {
            return;
        }
        List<String> missing = new ArrayList<>();
        require(missing, isGiven(environment, "hub.bus.brokers"), "HUB_BUS_BROKERS (hub.bus.brokers)");
        require(missing, isGiven(environment, "spring.datasource.url"), "HUB_DATABASE_URL (spring.datasource.url)");
        require(missing, isGiven(environment, "spring.datasource.username"), "HUB_DATABASE_USER (spring.datasource.username)");
        // An empty one is an answer: the database trusts a certificate, or the host.
        require(missing, value(environment, "spring.datasource.password") != null, "HUB_DATABASE_PASSWORD (spring.datasource.password)");
        require(missing, REDIS.stream().anyMatch(name -> isGiven(environment, name)), "HUB_REDIS_URL (spring.data.redis.url)");
        if (!missing.isEmpty()) {
            throw new EngineStartException("The profile 'cluster' needs " + String.join(", ", missing),
                    "Set " + (missing.size() == 1 ? "it" : "them") + " in the environment or a vault; docs/cluster.md lists all settings.", null);
        }
        if (!value(environment, "spring.datasource.url").startsWith("jdbc:postgresql:")) {
            throw new EngineStartException("The profile 'cluster' keeps its records in PostgreSQL, and HUB_DATABASE_URL (spring.datasource.url) "
                    + "does not start with jdbc:postgresql:", "For example jdbc:postgresql://db.internal:5432/hub?sslmode=verify-full", null);
        }
    }

    private static void require(List<String> missing, boolean given, String name) {
        if (!given) {
            missing.add(name);
        }
    }

    private static boolean isGiven(ConfigurableEnvironment environment, String name) {
        String value = value(environment, name);
        return value != null && !value.isBlank();
    }

    /** Null also when it is a placeholder for something that does not exist. */
    private static String value(ConfigurableEnvironment environment, String name) {
        try {
            return environment.getProperty(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE; // after the configuration files
    }
}
