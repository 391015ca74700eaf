package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Bean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Beans that publish events without a route, known by what they were given: their code cannot be looked into. */
final class PublishingBeans {

    private static final String PUBLISHER = "eventPublisher";
    private static final String RECORDS = "eventRecords";

    private PublishingBeans() {
    }

    /** Who has the publisher, or both what makes records of events and what sends them. */
    static List<Bean> of(ConfigurableListableBeanFactory beans) {
        return Stream.concat(dependents(beans, PUBLISHER), dependents(beans, RECORDS).filter(name -> sends(beans, name)))
                .distinct().sorted().map(name -> new Bean(name, List.of(Catalog.ANY_EVENT))).toList();
    }

    private static Stream<String> dependents(ConfigurableListableBeanFactory beans, String name) {
        return Arrays.stream(beans.getDependentBeans(name));
    }

    private static boolean sends(ConfigurableListableBeanFactory beans, String name) {
        return Arrays.stream(beans.getDependenciesForBean(name))
                .anyMatch(needed -> beans.containsBean(needed) && beans.isTypeMatch(needed, ProducerTemplate.class));
    }
}
