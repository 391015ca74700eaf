package com.versaai.hub.connector.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PlanSettingsTest {

    @EnableConfigurationProperties(PlanSettings.class)
    static class App {
    }

    private final ApplicationContextRunner app = new ApplicationContextRunner().withUserConfiguration(App.class);

    @Test
    void readsPlanNamesWithAndWithoutBrackets() {
        app.withPropertyValues("hub.plans.price_1HubPro=Pro", "hub.plans[pro_monthly]=Pro", "hub.plan-order=Free,Pro").run(context -> {
            PlanSettings plans = context.getBean(PlanSettings.class);
            assertThat(plans.name(null, "price_1HubPro")).isEqualTo("Pro");
            assertThat(plans.name("pro_monthly")).isEqualTo("Pro");
            assertThat(plans.name("price_other")).isNull();
            assertThat(plans.rank("Pro")).isEqualTo(1);
            assertThat(plans.rank("Ghost")).isEqualTo(-1);
        });
    }
}
