package com.versaai.hub.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Consumer;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's stop, with an end to it. Camel lets what is under way finish for {@code camel.main.shutdown-timeout}; then it closes the
 * Kafka consumers one after the other, and waits for each of their threads as long as {@code camel.component.kafka.shutdown-timeout}
 * says: with one provider that hangs this is a minute. Here what is still busy by then is cut off, all at once, and told in one line.
 */
final class BoundedStop extends DefaultShutdownStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedStop.class);
    /** For what is about to end anyway; a thread that hangs in a call cannot be ended before the process. */
    private static final int LAST_CHANCE_MS = 250;

    private final Stopping stopping;

    BoundedStop(Stopping stopping) {
        this.stopping = stopping;
        setLogInflightExchangesOnTimeout(false);
    }

    @Override
    protected void shutdownRoutesNow(List<RouteStartupOrder> routes) {
        if (!stopping.begun()) {
            super.shutdownRoutesNow(routes);
            return;
        }
        tell(routes);
        ExecutorService closers = Executors.newCachedThreadPool();
        try {
            closers.invokeAll(routes.stream().map(this::closing).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closers.shutdown();
        }
    }

    private Callable<Void> closing(RouteStartupOrder route) {
        return () -> {
            for (Consumer consumer : List.of(route.getInput())) {
                if (consumer.getEndpoint() instanceof KafkaEndpoint kafka) {
                    kafka.getConfiguration().setShutdownTimeout(LAST_CHANCE_MS);
                }
                shutdownNow(route.getRoute().getRouteId(), consumer);
            }
            return null;
        };
    }

    private void tell(List<RouteStartupOrder> routes) {
        Map<String, Integer> underWay = new TreeMap<>();
        for (RouteStartupOrder order : routes) {
            int size = getCamelContext().getInflightRepository().size(order.getRoute().getRouteId());
            if (size > 0) {
                underWay.put(order.getRoute().getRouteId(), size);
            }
        }
        if (underWay.isEmpty()) {
            return; // only the closing itself took long
        }
        LOG.warn("Stopping after {} s although something is still under way: {}. Records are read again at the next start; a call whose answer "
                + "is missing then is repeated where the provider drops repetitions, and becomes a dead letter (IN_DOUBT) where it does not",
                getTimeout(), underWay);
    }
}
