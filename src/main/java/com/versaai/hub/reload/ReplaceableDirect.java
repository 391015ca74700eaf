package com.versaai.hub.reload;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.StringHelper;

/**
 * {@code direct:} whose consumer may be replaced while many send. Camel 4.17's own producer keeps the consumer it found, and notes
 * that it looked before it has looked: of two senders after a swap the second can take the note for true and send to the route that
 * was taken out, which refuses. This one looks at every message, for the price of a lock nobody holds for long.
 *
 * <p>And whoever is inside a route that is being replaced goes on to the others that are replaced with it: waiting for their
 * successors it would hold up the replacement, which waits for it.
 */
final class ReplaceableDirect extends DirectComponent {

    private final Map<String, DirectConsumer> leaving = new ConcurrentHashMap<>();
    private volatile Set<String> replaced = Set.of();

    /** From now on consumers of these routes that are suspended still serve the messages inside these routes. */
    void replaces(Set<String> routes) {
        replaced = Set.copyOf(routes);
        if (routes.isEmpty()) {
            leaving.clear();
        }
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        if (consumer.isSuspendingOrSuspended() && replaced.contains(consumer.getRouteId())) {
            leaving.put(key, consumer);
        } else {
            leaving.remove(key, consumer);
        }
        super.removeConsumer(key, consumer);
    }

    private DirectConsumer leaving(String key, Exchange exchange) {
        return leaving.isEmpty() || !isInside(exchange) ? null : leaving.get(key);
    }

    private boolean isInside(Exchange exchange) {
        UnitOfWork work = exchange.getUnitOfWork();
        Route now = work == null ? null : work.getRoute();
        return now != null && replaced.contains(now.getRouteId()) || exchange.getFromRouteId() != null && replaced.contains(exchange.getFromRouteId());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new Looking(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class Looking extends DirectEndpoint {

        private final ReplaceableDirect component;
        private final String key;

        Looking(String uri, ReplaceableDirect component) {
            super(uri, component);
            this.component = component;
            this.key = StringHelper.before(uri, "?", uri);
        }

        @Override
        public Producer createProducer() {
            return new LookingProducer(this);
        }

        /** Waits for one, if it is to. */
        @SuppressWarnings("deprecation") // the only door to the component's consumers
        DirectConsumer consumer(Exchange exchange) throws InterruptedException {
            DirectConsumer own = component.leaving(key, exchange);
            return own != null ? own : getConsumer();
        }
    }

    private static final class LookingProducer extends DefaultAsyncProducer {

        private final Looking endpoint;

        LookingProducer(Looking endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                DirectConsumer consumer = endpoint.consumer(exchange);
                if (consumer != null) {
                    return consumer.getAsyncProcessor().process(exchange, callback);
                }
                if (endpoint.isFailIfNoConsumers()) {
                    exchange.setException(new DirectConsumerNotAvailableException("No consumers available on endpoint: " + endpoint, exchange));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
