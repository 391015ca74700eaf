package com.versaai.hub.reload;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code direct:} whose consumer may be replaced while many send. Camel 4.17's own producer keeps the consumer it found, and notes
 * that it looked before it has looked: of two senders after a swap the second can take the note for true and send to the route that
 * was taken out, which refuses. This one looks at every message, for the price of a lock nobody holds for long.
 */
final class ReplaceableDirect extends DirectComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new Looking(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class Looking extends DirectEndpoint {

        Looking(String uri, DirectComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new LookingProducer(this);
        }

        /** Waits for one, if it is to. */
        @SuppressWarnings("deprecation") // the only door to the component's consumers
        DirectConsumer consumer() throws InterruptedException {
            return getConsumer();
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
                DirectConsumer consumer = endpoint.consumer();
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
