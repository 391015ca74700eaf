package com.versaai.hub.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;

/**
 * Gives the sandbox the addresses and credentials of its simulated providers, as each of them announces its own. They stand right below
 * the hub's own {@code application-sandbox.yaml} and above its {@code application.yaml}: whatever somebody gives, in the environment, on
 * the command line or in a file outside the jar, goes before them.
 */
class SimulatedSettings implements EnvironmentPostProcessor, Ordered {

    /** Named like the file it stands for: what it holds is as public. */
    static final String NAME = "simulated providers, as of application-sandbox.yaml";
    private static final String FILE = "application-sandbox.";
    private static final String PROVIDERS = "${hub.sandbox.providers-url}";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.acceptsProfiles(Profiles.of("sandbox"))) {
            return;
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        // The address stays a placeholder: who starts the hub may set it later than this. Without the library SandboxProfileGuard ends it.
        SandboxLibrary.find(application.getClassLoader()).ifPresent(sandbox -> settings.putAll(sandbox.settings(PROVIDERS)));
        if (!settings.isEmpty()) {
            insert(environment.getPropertySources(), new MapPropertySource(NAME, settings));
        }
    }

    private static void insert(MutablePropertySources sources, PropertySource<?> settings) {
        String lowest = sources.stream().map(PropertySource::getName).filter(name -> name.contains(FILE)).reduce((first, second) -> second)
                .orElse(null);
        if (lowest == null) {
            sources.addLast(settings);
        } else {
            sources.addAfter(lowest, settings);
        }
    }

    @Override
    public int getOrder() {
        // After the configuration files, before SandboxProfileGuard looks at everything.
        return Ordered.LOWEST_PRECEDENCE - 1;
    }
}
