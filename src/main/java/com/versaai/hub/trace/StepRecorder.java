package com.versaai.hub.trace;

import java.time.Clock;
import java.time.Instant;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.LoggerHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what each step of a watched route was given and left. Not Camel's own tracers: the backlog's is open to whoever reaches JMX and shows
 * bodies as they are, the other's standby makes every exchange tell of its calls.
 */
final class StepRecorder implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(StepRecorder.class);
    private static final int LONGEST = 300;

    private final Traces traces;
    private final Clock clock;

    StepRecorder(Traces traces, Clock clock) {
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
        String route = route(node);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Trace trace = traces.of(exchange, route);
                return trace == null ? super.process(exchange, callback) : noted(exchange, callback, trace);
            }

            private boolean noted(Exchange exchange, AsyncCallback callback, Trace trace) {
                long begun = System.nanoTime();
                Step step = step(trace, route, node, exchange);
                int place = step == null ? -1 : trace.began(step);
                return super.process(exchange, doneSync -> {
                    if (place >= 0) {
                        ended(trace, place, step, exchange, (System.nanoTime() - begun) / 1000);
                    }
                    callback.done(doneSync);
                });
            }
        };
    }

    private static String route(NamedNode node) {
        NamedNode above = node;
        while (above != null && !(above instanceof NamedRoute)) {
            above = above.getParent();
        }
        return above instanceof NamedRoute route ? route.getRouteId() : "";
    }

    /** @return null when it can't be told: a message goes its way whether anybody looks or not */
    private Step step(Trace trace, String route, NamedNode node, Exchange exchange) {
        try {
            String name = LoggerHelper.getLineNumberLoggerName(node);
            // Placeholders in it have their values by now.
            String told = trace.shown.told(node.getLabel());
            String label = told.length() > LONGEST ? told.substring(0, LONGEST) + '…' : told;
            Integer line = node.getLineNumber() > 0 ? node.getLineNumber() : null;
            return new Step(route, label, line == null || name == null ? null : name.replaceFirst(":\\d+$", ""), line, Instant.now(clock), null,
                    trace.shown.of(exchange.getMessage()), null, null);
        } catch (RuntimeException e) {
            LOG.debug("a step of {} can't be shown", route, e);
            return null;
        }
    }

    private void ended(Trace trace, int place, Step step, Exchange exchange, long micros) {
        try {
            Step.State after = trace.shown.of(exchange.getMessage());
            Throwable thrown = exchange.getException();
            trace.ended(place, new Step(step.route(), step.step(), step.file(), step.line(), step.at(), micros, step.before(),
                    after.equals(step.before()) ? null : after, thrown == null ? null : error(thrown)));
        } catch (RuntimeException e) {
            LOG.debug("a step of {} can't be shown", step.route(), e);
        }
    }

    private static String error(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return root.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0].getFileName() + ':' + trace[0].getLineNumber());
    }
}
