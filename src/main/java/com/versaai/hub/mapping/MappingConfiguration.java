package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Manifests;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans {@code mappings}, {@code texts} and {@code amounts}. */
@Configuration(proxyBeanMethods = false)
class MappingConfiguration {

    @Bean
    Texts texts(MappingSettings settings) {
        return new Texts(settings.texts().locale());
    }

    @Bean
    Amounts amounts(EventSettings settings, ObjectMapper json) {
        return new Amounts(settings.importantPayment(), json);
    }

    @Bean
    Mappings mappings(MappingSettings settings, Texts texts, ObjectMapper json, Manifests manifests) {
        Spelling spelling = new Spelling(settings.texts().numbers());
        Mappings mappings = new Mappings(Path.of(settings.connectors().location()), JqFunctions.rootScope(texts, spelling, json.valueToTree(settings)), json);
        manifests.checkExpressions(mappings::problemOf);
        return mappings;
    }
}
