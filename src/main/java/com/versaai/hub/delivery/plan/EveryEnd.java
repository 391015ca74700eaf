package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.engine.KafkaRecords;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.spi.InterceptStrategy;

/**
 * However the route of an event ends, the steps of {@code kamelet:hub-event-source} behind it are done: what it planned is published, written
 * down and acknowledged. {@code .stop()} would end those too, an error policy that is not of events would swallow the failure, and the event
 * would be read again for ever without a word.
 */
final class EveryEnd implements InterceptStrategy {

    private static final String ROUTE = "kamelet:sink";

    private final RoutingFailures failures;

    EveryEnd(RoutingFailures failures) {
        this.failures = failures;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        if (!(step instanceof ToDefinition to) || to.getUri() == null || !to.getUri().replace("//", "").startsWith(ROUTE)) {
            return target;
        }
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, doneSync -> {
                    ended(exchange);
                    callback.done(doneSync);
                });
            }
        };
    }

    private void ended(Exchange exchange) {
        // Other kamelets than that of events end as Camel has it; what failed is judged by whoever consumes.
        if (!DeliveryPlan.isPlanned(exchange) || exchange.getException() != null) {
            return;
        }
        exchange.setRouteStop(false);
        boolean rolledBack = exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        ExchangeExtension extension = exchange.getExchangeExtension();
        boolean swallowed = extension.isErrorHandlerHandledSet() && extension.isErrorHandlerHandled();
        if ((rolledBack || swallowed) && !DeliveryPlan.of(exchange).failed()) {
            if (rolledBack) {
                exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new RollbackExchangeException("the route rolled back", exchange));
            }
            keep(exchange);
        }
    }

    /** What nobody kept although the route did not come to its end. */
    private void keep(Exchange exchange) {
        try {
            failures.keep(exchange);
            KafkaRecords.acknowledge(exchange);
        } catch (JsonProcessingException | RuntimeException e) {
            // Not kept, so not acknowledged: it is read again, and said. Thrown here it would leave the consumer waiting for ever.
            exchange.setException(e);
        }
    }
}
