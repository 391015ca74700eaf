package com.versaai.hub.dryrun;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.DataFormatResolver;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.LanguageResolver;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The components of a stage, and what else its routes reach out by ({@link StageLanguages}, {@link StageResources}): those that only compute are the
 * real ones, every other is a {@link StandInComponent}, whether it is known here or not.
 * So a queue, a file, a database or a component that somebody adds next year is never really written to for show.
 */
final class StageComponents implements ComponentResolver, EndpointStrategy {

    /** What they do is done inside the stage. Beans are the hub's and the routes' own; who lends them to a stage replaces those with effects. */
    static final Set<String> COMPUTING = Set.of("bean", "class", "dataformat", "direct", "kamelet", "mock", "stub");

    private final CamelContext context;
    private final ComponentResolver real;
    private final BiConsumer<String, Message> taken;
    private final Set<Component> standIns;

    private StageComponents(CamelContext context, BiConsumer<String, Message> taken, Set<Component> standIns) {
        this.context = context;
        this.real = context.getCamelContextExtension().getContextPlugin(ComponentResolver.class);
        this.taken = taken;
        this.standIns = standIns;
    }

    /**
     * Makes a context one that harms nobody; before anything is built in it.
     *
     * @param taken    gets the address without options, and what would have been sent
     * @param standIns components, by scheme, that take care of that themselves
     */
    static void only(CamelContext context, BiConsumer<String, Message> taken, Map<String, Component> standIns) {
        StageComponents stage = new StageComponents(context, taken, Set.copyOf(standIns.values()));
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, stage);
        StageLanguages languages = new StageLanguages(context);
        context.getCamelContextExtension().addContextPlugin(LanguageResolver.class, languages);
        context.getCamelContextExtension().addContextPlugin(DataFormatResolver.class, languages);
        context.getCamelContextExtension().addContextPlugin(ResourceLoader.class, new StageResources(context));
        ((ModelCamelContext) context).addModelLifecycleStrategy(new WithoutBeansOfItsOwn());
        // A component that is a bean is found without asking the resolver.
        context.getCamelContextExtension().registerEndpointCallback(stage);
        context.getComponentNames().stream().filter(scheme -> !COMPUTING.contains(scheme)).toList().forEach(context::removeComponent);
        standIns.forEach(context::addComponent);
    }

    /** Null for a scheme that is none, so that a mistake is told as where routes run. */
    @Override
    public Component resolveComponent(String scheme, CamelContext asking) throws Exception {
        Component found;
        try {
            found = real.resolveComponent(scheme, asking);
        } catch (LinkageError e) {
            // Its libraries are left out (camel-salesforce is here for its gRPC classes): told as where routes run.
            throw new IllegalArgumentException("component " + scheme + " is not complete here: " + e, e);
        }
        return found == null || COMPUTING.contains(scheme) ? found : letterbox(scheme);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
        Component component = endpoint instanceof DefaultEndpoint known ? known.getComponent() : null;
        if (component instanceof StandInComponent || COMPUTING.contains(scheme) || component != null && standIns.contains(component)) {
            return endpoint;
        }
        String rest = uri.substring(scheme.length() + 1).replaceFirst("^//", "").replaceFirst("\\?.*", "");
        return letterbox(scheme).endpoint(uri, rest);
    }

    /** A kamelet may describe beans, by a class and a method to call or by a script: they would be made for real. */
    private static final class WithoutBeansOfItsOwn extends ModelLifecycleStrategySupport {
        @Override
        public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
            template.setTemplateBeans(null);
        }
    }

    private StandInComponent letterbox(String scheme) {
        StandInComponent letterbox = new StandInComponent((address, message) -> taken.accept(scheme + ':' + address, message));
        letterbox.setCamelContext(context);
        return letterbox;
    }
}
