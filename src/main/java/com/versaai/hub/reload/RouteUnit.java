package com.versaai.hub.reload;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A file and what it was compiled to. Each CamelContext that takes it gets builders of its own, since a builder can be used once.
 *
 * @param code    byte code by binary name; empty unless it is Java
 * @param classes the same, loaded
 * @param uses    what it rests on: of Java the compiler's {@link References}, of YAML its values
 */
record RouteUnit(SourceFile file, Map<String, byte[]> code, List<Class<?>> classes, Set<String> uses) {

    private static final String HUB = "com.versaai.hub.";

    /** Classes of the hub's that tell route files what connectors there are. */
    private static final Set<String> CONNECTORS = Set.of("Destinations", "EventTypes", "Sources");

    static RouteUnit of(SourceFile text) {
        return new RouteUnit(text, Map.of(), List.of(), YamlCheck.values(text));
    }

    /** Whether it asks what connectors there are, so that it says something else when these change. */
    boolean asksForConnectors() {
        return uses.stream().anyMatch(use -> use.startsWith(HUB) && CONNECTORS.contains(simple(use)));
    }

    /** Whether it rests on one of those classes. */
    boolean usesOneOf(Set<String> classNames) {
        return file.kind() == SourceFile.Kind.JAVA && !Collections.disjoint(uses, classNames);
    }

    /** Whether a new class could be what it means now by a name that meant another. */
    boolean says(String simpleName) {
        return file.kind() == SourceFile.Kind.JAVA && uses.stream().anyMatch(use -> simple(use).equals(simpleName));
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** Whether the text as a whole names that kamelet, template or policy; its routes may besides. */
    boolean names(String provided) {
        return uses.contains(References.KAMELET + provided) || file.kind() != SourceFile.Kind.JAVA && uses.contains(provided);
    }

    /**
     * New builders, not configured yet.
     *
     * @throws Exception what the YAML reader or a constructor has to say
     */
    List<RouteBuilder> builders(CamelContext context) throws Exception {
        Resource resource = ResourceHelper.fromString("file:" + file.path(), file.text());
        if (file.kind() != SourceFile.Kind.JAVA) {
            RoutesBuilderLoader loader = PluginHelper.getRoutesLoader(context)
                    .getRoutesLoader(file.kind() == SourceFile.Kind.KAMELET ? "kamelet.yaml" : "yaml");
            RoutesBuilder builder = loader.loadRoutesBuilder(resource);
            return List.of((RouteBuilder) builder);
        }
        List<RouteBuilder> builders = new ArrayList<>();
        for (Class<?> type : classes) {
            if (isBuilder(type)) {
                // Not by Spring, which keeps what it learns of a class for ever, and with it every class loader of a reload.
                RouteBuilder builder = (RouteBuilder) type.getDeclaredConstructor().newInstance();
                builder.setCamelContext(context);
                PluginHelper.getBeanPostProcessor(context).postProcessBeforeInitialization(builder, type.getName());
                builder.setResource(resource);
                builders.add(builder);
            }
        }
        return builders;
    }

    private static boolean isBuilder(Class<?> type) {
        boolean plain = !Modifier.isAbstract(type.getModifiers()) && !type.isInterface() && !type.isAnonymousClass() && !type.isMemberClass();
        return plain && RouteBuilder.class.isAssignableFrom(type);
    }
}
