package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.JsonFault;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads the Kafka record of a delivery onto the exchange, in the form kamelets expect. Bean {@code deliveryReader}. */
class DeliveryReader {

    private final ObjectMapper json;

    DeliveryReader(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Sets the payload as body and {@code HubKey}, {@code HubDeliveryId}, {@code HubObject} as headers.
     *
     * @throws UnreadableDeliveryException when the record is not a delivery
     */
    public void read(Exchange exchange) throws IOException {
        if (!KafkaRecords.begin(exchange)) {
            return;
        }
        Message message = exchange.getMessage();
        Delivery delivery = parse(message.getBody(byte[].class));
        String queue = KafkaRecords.location(exchange);
        if (!queue.startsWith(Topics.ofDestination(delivery.destination()) + '-')) {
            throw new UnreadableDeliveryException("it is meant for another destination");
        }
        exchange.setProperty(DeliveryPass.PROPERTY, new DeliveryPass(delivery));
        exchange.setProperty("deliveryId", delivery.id());
        exchange.setProperty("action", delivery.action());
        // Properties and body say it all; each header left would be compared with every pattern that a kamelet removes by.
        message.removeHeaders("*");
        delivery.put(message, json);
    }

    /** What the table of deliveries could not take must not get as far as the provider. */
    private static void named(String field, String value, int longest) {
        if (value == null || value.isBlank() || value.length() > longest || value.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableDeliveryException(field + " is missing or no name");
        }
    }

    private Delivery parse(byte[] body) throws IOException {
        try {
            Delivery delivery = body == null ? null : json.readValue(body, Delivery.class);
            if (delivery == null || delivery.payload() == null || delivery.round() < 0) {
                throw new UnreadableDeliveryException("payload or round is missing");
            }
            named("eventId", delivery.eventId(), 40);
            named("eventType", delivery.eventType(), 120);
            named("destination", delivery.destination(), 60);
            named("action", delivery.action(), 60);
            if (!delivery.namedAsMade()) {
                throw new UnreadableDeliveryException("id is not made of event, destination and action");
            }
            return delivery;
        } catch (JacksonException e) {
            throw new UnreadableDeliveryException(JsonFault.where(e));
        }
    }
}
