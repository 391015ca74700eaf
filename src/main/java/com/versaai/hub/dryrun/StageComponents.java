package com.versaai.hub.dryrun;

import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Message;
import org.apache.camel.spi.ComponentResolver;

/**
 * The components of a stage: those that only compute are the real ones, every other is a {@link Letterbox}, whether it is known here or not.
 * So a queue, a file, a database or a component that somebody adds next year is never really written to for show.
 */
final class StageComponents implements ComponentResolver {

    /** What they do is done inside the stage. Beans are the hub's and the routes' own; who lends them to a stage replaces those with effects. */
    static final Set<String> COMPUTING = Set.of("bean", "class", "dataformat", "direct", "kamelet", "mock", "stub");

    private final ComponentResolver real;
    private final BiConsumer<String, Message> taken;

    private StageComponents(ComponentResolver real, BiConsumer<String, Message> taken) {
        this.real = real;
        this.taken = taken;
    }

    /**
     * Makes a context one that harms nobody; before anything is built in it.
     *
     * @param taken gets the address without options, and what would have been sent
     */
    static void only(CamelContext context, BiConsumer<String, Message> taken) {
        ComponentResolver real = context.getCamelContextExtension().getContextPlugin(ComponentResolver.class);
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, new StageComponents(real, taken));
        context.getComponentNames().stream().filter(scheme -> !COMPUTING.contains(scheme)).toList().forEach(context::removeComponent);
    }

    @Override
    public Component resolveComponent(String scheme, CamelContext context) throws Exception {
        return COMPUTING.contains(scheme) ? real.resolveComponent(scheme, context)
                : new Letterbox((address, message) -> taken.accept(scheme + ':' + address, message));
    }
}
