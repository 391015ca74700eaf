package com.versaai.hub.provider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans that kamelets and the delivery look up by name. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Secrets secrets(Environment environment) {
        return new Secrets(environment);
    }
}
