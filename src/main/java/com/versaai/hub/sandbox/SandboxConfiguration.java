package com.versaai.hub.sandbox;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

    private static final String OPTIONS = "hub.sandbox.simulators.";

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "hub.sandbox.simulators.enabled", matchIfMissing = true)
    Simulators simulators(SandboxProperties properties, Environment environment) {
        return new Simulators(properties.simulators().settings().withOptions(options(Binder.get(environment))));
    }

    private static Map<String, List<String>> options(Binder settings) {
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            for (String option : provider.factory().options().keySet()) {
                String name = provider.path() + "-" + option;
                settings.bind(OPTIONS + name, Bindable.listOf(String.class)).ifBound(values -> chosen.put(name, values));
            }
        }
        return chosen;
    }

    @Bean
    HubAddress hubAddress(SandboxProperties properties, Environment environment) {
        return () -> properties.hubUrl() != null ? properties.hubUrl()
                // local.server.port is what the web server really got; server.port may be 0.
                : URI.create("http://localhost:" + environment.getProperty("local.server.port",
                        environment.getProperty("server.port", "8080")));
    }

    @Bean
    WebhookSenders webhookSenders() {
        return new WebhookSenders(Clock.systemUTC());
    }
}
