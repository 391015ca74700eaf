package com.versaai.hub.sandbox;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds the {@link SimulatorFactory factories} where they lie. A {@code java.util.ServiceLoader} would find them too, but in one file
 * that names them all, and a new provider must not have to edit anything shared.
 */
final class SimulatorFactories {

    private static final String HERE = ClassUtils.getPackageName(SimulatorFactory.class);

    private SimulatorFactories() {
    }

    /** By name. */
    static Map<String, SimulatorFactory> find() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.setResourcePattern("*/*Sandbox.class");
        scan.addIncludeFilter(new AssignableTypeFilter(SimulatorFactory.class));
        Map<String, SimulatorFactory> found = new TreeMap<>();
        for (BeanDefinition candidate : scan.findCandidateComponents(HERE)) {
            SimulatorFactory factory = make(candidate.getBeanClassName());
            if (found.put(factory.name(), factory) != null) {
                throw new IllegalStateException("two simulators are called " + factory.name() + ": let each have the name of its package");
            }
        }
        return found;
    }

    private static SimulatorFactory make(String className) {
        try {
            Class<?> type = ClassUtils.forName(className, SimulatorFactories.class.getClassLoader());
            return BeanUtils.instantiateClass(type, SimulatorFactory.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the class path lost " + className + " while it was read", e);
        }
    }
}
