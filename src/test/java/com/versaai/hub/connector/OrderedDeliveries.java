package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.provider.ConnectorHarness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The steps of {@code routes/delivery/DeliveryTemplate.java} that keep the order, with the hub's own records; the whole of it is {@code OrderTest}'s. */
final class OrderedDeliveries implements AutoCloseable {

    static final Instant NOON = Records.NOON;

    private final Records records = new Records();
    private final ConnectorHarness hub;
    private final Manifest manifest;
    private int events;

    OrderedDeliveries(ConnectorHarness hub, Manifest manifest) {
        this.hub = hub;
        this.manifest = manifest;
    }

    /**
     * What becomes of a delivery of an event of its own.
     *
     * @param options of the call
     * @param time    of the event, by its sender
     */
    DeliveryState deliver(String action, String options, Mapped message, Instant time) throws Exception {
        String event = "e-" + ++events;
        Delivery delivery = new Delivery(event + '/' + manifest.name() + '/' + action, manifest.name(), action, event, "x", "subject-1", time, null, null, null, 0,
                message.key(), message.object(), message.payload());
        Exchange exchange = records.found(delivery);
        if (records.outcomes.superseded(exchange)) {
            records.outcomes.leaveOut(exchange);
        } else {
            records.attempts.start(exchange);
            delivery.put(exchange.getMessage(), records.json);
            Map<String, Object> headers = new LinkedHashMap<>(exchange.getMessage().getHeaders());
            Exchange done = hub.send(manifest.kameletOf(action) + options, new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8), headers);
            assertThat(done.getException()).as(action).isNull();
            exchange.setMessage(done.getMessage());
            records.outcomes.answered(exchange);
            records.outcomes.delivered(exchange);
        }
        records.commits.settle(delivery.id());
        return records.state(delivery);
    }

    @Override
    public void close() throws InterruptedException {
        records.close();
    }
}
