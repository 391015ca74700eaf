package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AiStatusConfigurationTest {

    @EnableConfigurationProperties({StatusSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withUserConfiguration(Bound.class, AiStatusConfiguration.class);

    @Test
    void nothingNeedsToBeSet() {
        hub.run(context -> {
            assertThat(context.getBean(MeterRegistry.class).get("hub.ai.status").gauge().value()).isZero();
            assertThat(context).hasBean("aiHealthIndicator");
        });
    }

    @Test
    void saysHowManyErrorsAreTooMany() {
        hub.withPropertyValues("hub.ai.status.window=1m", "hub.ai.status.degraded-above=0").run(context -> {
            context.getBean(AiStatus.class).failed();
            assertThat(context.getBean(MeterRegistry.class).get("hub.ai.status").gauge().value()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.ai.status.window=0s", "hub.ai.status.unavailable-above=10"})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
