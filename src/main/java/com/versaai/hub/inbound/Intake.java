package com.versaai.hub.inbound;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;

/** Puts what the hub has asked for itself beside the requests that providers make. */
public final class Intake {

    private static final String INBOX = "kafka:hub.inbox?lingerMs=0&maxInFlightRequest=1&additionalProperties.delivery.timeout.ms=10000";

    private final ProducerTemplate template;

    Intake(ProducerTemplate template) {
        this.template = template;
    }

    /**
     * Returns when Kafka has it.
     *
     * @throws RuntimeException when it hasn't
     */
    public void accept(Receipt receipt) {
        Map<String, Object> headers = new HashMap<>(receipt.toRecordHeaders());
        // What one feed brings is mapped in the order it came.
        headers.put(KafkaConstants.KEY, receipt.source() + ' ' + receipt.path());
        template.sendBodyAndHeaders(INBOX, receipt.body(), headers);
    }
}
