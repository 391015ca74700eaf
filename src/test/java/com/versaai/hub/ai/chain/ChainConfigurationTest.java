package com.versaai.hub.ai.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChainConfigurationTest {

    @EnableConfigurationProperties({ChainSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withUserConfiguration(Bound.class, ChainConfiguration.class);

    @Test
    void routesFindEachProvidersCircuitByName() {
        hub.withPropertyValues("hub.ai.accounts=groq, other", "hub.ai.circuit.failures=3").run(context -> {
            CamelContext camel = new DefaultCamelContext();
            context.getBean(CamelContextConfiguration.class).beforeApplicationStart(camel);
            CircuitBreaker circuit = camel.getRegistry().lookupByNameAndType("chat-other-circuit", CircuitBreaker.class);
            assertThat(circuit.getCircuitBreakerConfig().getMinimumNumberOfCalls()).isEqualTo(3);
            assertThat(camel.getRegistry().lookupByName("chat-groq-circuit")).isNotNull();
        });
    }

    @Test
    void whatIsNotSetIsUsual() {
        hub.run(context -> {
            ChainSettings settings = context.getBean(ChainSettings.class);
            assertThat(settings.accounts()).containsExactly("groq");
            assertThat(settings.circuit().failures()).isEqualTo(5);
            assertThat(settings.fallback().answer()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.ai.accounts=", "hub.ai.circuit.failures=0",
        "hub.ai.fallback.providers[0].account=nobody", "hub.ai.fallback.providers[0].model=m"})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
