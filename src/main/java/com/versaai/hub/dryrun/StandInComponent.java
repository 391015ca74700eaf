package com.versaai.hub.dryrun;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands in for a component that is no HTTP client: what is sent is handed over, nothing leaves. */
final class StandInComponent extends DefaultComponent {

    private final BiConsumer<String, Message> taken;

    /** @param taken gets the endpoint's address without options, and the message */
    StandInComponent(BiConsumer<String, Message> taken) {
        this.taken = taken;
        setAutowiredEnabled(false); // would be done by the real component's configurer
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return endpoint(uri, remaining);
    }

    /** @param remaining the address without scheme and options */
    Endpoint endpoint(String uri, String remaining) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) {
                        taken.accept(remaining, exchange.getMessage());
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException("nothing is consumed on a stage");
            }
        };
    }
}
