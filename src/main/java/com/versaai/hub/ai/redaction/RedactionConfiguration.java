package com.versaai.hub.ai.redaction;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Redaction, switched on or off. */
@Configuration(proxyBeanMethods = false)
class RedactionConfiguration {

    @Bean
    Redaction redaction(RedactionSettings settings) {
        return new Redaction(settings);
    }
}
