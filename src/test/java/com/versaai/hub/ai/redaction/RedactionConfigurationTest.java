package com.versaai.hub.ai.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RedactionConfigurationTest {

    @EnableConfigurationProperties({RedactionSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Bound.class, RedactionConfiguration.class);

    @Test
    void isOffUnlessSaid() {
        hub.run(context -> assertThat(context.getBean(Redaction.class).enabled()).isFalse());
    }

    @Test
    void knowsWhatElseToHide() {
        hub.withPropertyValues("hub.ai.redaction.enabled=true", "hub.ai.redaction.patterns.employee-id=E-[0-9]{4}")
                .run(context -> assertThat(context.getBean(Redaction.class).open().hide("E-1234")).isEqualTo("⟦EMPLOYEE_ID_1⟧"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.ai.redaction.patterns.x=(", "hub.ai.redaction.patterns.x=y*"})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
