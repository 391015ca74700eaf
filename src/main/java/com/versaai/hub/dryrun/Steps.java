package com.versaai.hub.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Notes which steps of a route an exchange comes to, and says which branches that were. */
final class Steps implements InterceptStrategy {

    private static final String SEEN = "hub.steps";

    /**
     * A place where the route could have gone another way.
     *
     * @param kind  when, otherwise, filter
     * @param line  in the route's file, 0 where it is not known
     * @param taken whether a step inside was reached
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Branch(String kind, String condition, int line, boolean taken) {
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        // Asynchronous: Camel warns, for each step of every route, of an interceptor that is not.
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                note(exchange, step);
                return super.process(exchange, callback);
            }
        };
    }

    private static void note(Exchange exchange, NamedNode step) {
        if (exchange.getProperty(SEEN) instanceof Set<?> seen) {
            @SuppressWarnings("unchecked")
            Set<NamedNode> steps = (Set<NamedNode>) seen;
            steps.add(step);
        }
    }

    /** To be called before the exchange sets out. */
    static Set<NamedNode> watch(Exchange exchange) {
        Set<NamedNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        exchange.setProperty(SEEN, seen);
        return seen;
    }

    /** Every branch of the route, in the order of its text. */
    static List<Branch> branches(RouteDefinition route, Set<NamedNode> seen) {
        List<Branch> branches = new ArrayList<>();
        route.getOutputs().forEach(step -> collect(step, seen, branches));
        return branches;
    }

    private static void collect(ProcessorDefinition<?> step, Set<NamedNode> seen, List<Branch> branches) {
        if (step instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                branches.add(new Branch("when", when.getExpression().getExpression(), line(when), reached(when.getOutputs(), seen)));
                when.getOutputs().forEach(inner -> collect(inner, seen, branches));
            }
            OtherwiseDefinition otherwise = choice.getOtherwise();
            if (otherwise != null) {
                branches.add(new Branch("otherwise", null, line(otherwise), reached(otherwise.getOutputs(), seen)));
                otherwise.getOutputs().forEach(inner -> collect(inner, seen, branches));
            }
            return;
        }
        if (step instanceof FilterDefinition filter) {
            branches.add(new Branch("filter", filter.getExpression().getExpression(), line(filter), reached(filter.getOutputs(), seen)));
        }
        for (ProcessorDefinition<?> inner : step.getOutputs()) {
            collect(inner, seen, branches);
        }
    }

    private static int line(NamedNode node) {
        return Math.max(0, node.getLineNumber());
    }

    private static boolean reached(List<ProcessorDefinition<?>> steps, Set<NamedNode> seen) {
        return steps.stream().anyMatch(step -> seen.contains(step) || reached(inside(step), seen));
    }

    /** A when is no step of its own in Camel's model: its steps are the choice's. */
    private static List<ProcessorDefinition<?>> inside(ProcessorDefinition<?> step) {
        if (!(step instanceof ChoiceDefinition choice)) {
            return step.getOutputs();
        }
        List<ProcessorDefinition<?>> all = new ArrayList<>();
        choice.getWhenClauses().forEach(when -> all.addAll(when.getOutputs()));
        if (choice.getOtherwise() != null) {
            all.addAll(choice.getOtherwise().getOutputs());
        }
        return all;
    }
}
