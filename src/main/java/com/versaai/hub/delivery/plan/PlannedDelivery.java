package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.record.Delivery;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What an event's route has planned, for looking at it without delivering.
 *
 * @param why      the reason, in the route's or the mapping's words
 * @param delivery null when the mapping gave nothing to deliver
 */
public record PlannedDelivery(String destination, String action, String why, Delivery delivery) {

    /** The plan of an exchange that went through {@code kamelet:hub-event-source}. */
    public static List<PlannedDelivery> of(Exchange exchange) {
        return DeliveryPlan.planned(exchange);
    }

    /** What of the plan could not be mapped, in words without values; null when everything could. */
    public static String unmapped(Exchange exchange) {
        return DeliveryPlan.unmapped(exchange);
    }

    /** Puts the delivery on a message as the delivery route would hand it to the provider's kamelet. */
    public void put(Message message, ObjectMapper json) throws IOException {
        delivery.put(message, json);
    }
}
