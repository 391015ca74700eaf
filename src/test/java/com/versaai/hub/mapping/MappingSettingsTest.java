package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MappingSettingsTest {

    @EnableConfigurationProperties({MappingSettings.class, EventSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ValidationAutoConfiguration.class))
            .withUserConfiguration(Bound.class, MappingConfiguration.class)
            .withBean(Manifests.class, () -> new Manifests(Path.of("routes/connectors")));

    private static String greeting(Mappings mappings, Event event) {
        return mappings.map("slack", "user-registered", event).orElseThrow().payload().toString();
    }

    @Test
    void nothingNeedsToBeSet() {
        hub.run(context -> assertThat(greeting(context.getBean("mappings", Mappings.class), Fixtures.event("user-registered")))
                .contains("#growth", "Nuevo usuario registrado"));
    }

    @Test
    void channelsTextsAndPlansCanBeSetOneByOne() {
        hub.withPropertyValues("hub.slack.channels.growth=C0GROWTH", "hub.texts.locale=en", "hub.plans[price_1Abc]=Pro", "hub.slack.other=x")
                .run(context -> {
                    Mappings mappings = context.getBean(Mappings.class);
                    assertThat(greeting(mappings, Fixtures.event("user-registered"))).contains("C0GROWTH", "New user registered");
                    assertThat(mappings.map("slack", "subscription-changed", Fixtures.event("subscription-changed", "plan", "price_1Abc"))
                            .orElseThrow().payload().toString()).contains("· Pro (");
                    assertThat(mappings.map("slack", "system-alert", Fixtures.event("health-degraded")).orElseThrow().payload().toString()).contains("#alerts");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.connectors.location=", "hub.crm.salesforce.won-stage=", "hub.crm.upsell-days=-1", "hub.slack.channels.growth=", "hub.alerts.mail-to[0]="})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).hasFailed());
    }
}
