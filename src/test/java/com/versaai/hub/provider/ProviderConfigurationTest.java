package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ProviderConfigurationTest {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(HttpSettings.class)
    @Import(ProviderConfiguration.class)
    static class Hub {

        @Bean
        FaultDecoders none() {
            return destination -> Optional.empty();
        }
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner().withUserConfiguration(Hub.class);

    @Test
    void offersWhatAllConnectorsShare() {
        hub.run(context -> {
            assertThat(context.getBean(HttpSettings.class).maxAnswer().toBytes()).isEqualTo(256 * 1024);
            for (String name : new String[] {"boundedAnswers", "chatAccess"}) {
                assertThat(context.getBean(name)).isInstanceOf(HttpClientConfigurer.class);
            }
            assertThat(context).hasBean("secrets").hasBean("faultClassifier").hasBean("tokenEndpoint").hasBean("analyticsAnswers");
        });
    }

    @Test
    void refusesToStartWithoutALimit() {
        hub.withPropertyValues("hub.http.max-answer=0B").run(context -> assertThat(context).getFailure().hasStackTraceContaining("hub.http.max-answer"));
    }
}
