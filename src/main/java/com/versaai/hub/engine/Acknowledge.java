package com.versaai.hub.engine;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step that ends a consuming route: bean {@code acknowledge}. */
final class Acknowledge implements Processor {

    @Override
    public void process(Exchange exchange) {
        KafkaRecords.acknowledge(exchange);
    }
}
