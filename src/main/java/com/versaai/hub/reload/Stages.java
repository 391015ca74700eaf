package com.versaai.hub.reload;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.SimpleRegistry;
import org.springframework.context.ApplicationContext;

/** Opens {@link Stage}s with the routes that run, or with other texts in their place. */
public final class Stages {

    private final LiveRoutes routes;
    private final ApplicationContext spring;
    private final CamelContext camel;

    Stages(LiveRoutes routes, ApplicationContext spring, CamelContext camel) {
        this.routes = routes;
        this.camel = camel;
        this.spring = spring;
    }

    /**
     * @param texts    candidate texts by path, none to see what runs
     * @param instead  beans that stand in for the hub's of the same name
     * @param lent     what of the hub's other beans is shown to the routes
     * @param settings applied before anything is built
     * @throws BrokenTextException when a candidate does not compile or cannot be built
     */
    public Stage open(Map<String, String> texts, Map<String, Object> instead, UnaryOperator<BeanRepository> lent, Consumer<ModelCamelContext> settings) {
        SimpleRegistry beans = new SimpleRegistry();
        instead.forEach(beans::bind);
        Rehearsal rehearsal = new Rehearsal(spring, beans, lent.apply(camel.getRegistry()));
        List<RouteUnit> units = List.of();
        try {
            settings.accept(rehearsal.context());
            units = routes.with(texts);
            return new Stage(rehearsal, units);
        } catch (BrokenRoutesException e) {
            rehearsal.close();
            throw new BrokenTextException(e.getMessage());
        } catch (BrokenTextException e) {
            rehearsal.close();
            throw e;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            rehearsal.close();
            throw new BrokenTextException(Failure.outline(e, units));
        }
    }
}
