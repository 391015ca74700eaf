package com.versaai.hub.sandbox;

import java.net.URI;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "hub.sandbox.simulators.enabled", matchIfMissing = true)
    Simulators simulators(SandboxProperties properties) {
        return new Simulators(properties.simulators().settings());
    }

    @Bean
    StripeSamples stripeSamples() {
        return new StripeSamples(Clock.systemUTC());
    }

    @Bean
    HubAddress hubAddress(SandboxProperties properties, Environment environment) {
        return () -> properties.hubUrl() != null ? properties.hubUrl()
                // local.server.port is what the web server really got; server.port may be 0.
                : URI.create("http://localhost:" + environment.getProperty("local.server.port",
                        environment.getProperty("server.port", "8080")));
    }

    @Bean
    StripeSender stripeSender(HubAddress hub) {
        return new StripeSender(() -> hub.resolve("/webhooks/stripe"), SandboxCredentials.STRIPE_WEBHOOK_SECRET, Clock.systemUTC());
    }
}
