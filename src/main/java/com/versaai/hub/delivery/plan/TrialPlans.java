package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.event.EventRecords;
import com.versaai.hub.mapping.Mappings;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;

/** What stands in for the hub's own beans where routes run for show: plans as other mappings would make them, and failures that nobody keeps. */
public final class TrialPlans {

    private final Destinations destinations;
    private final Mappings mappings;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    TrialPlans(Destinations destinations, Mappings mappings, EventRecords records, ObjectMapper json, Clock clock) {
        this.records = records;
        this.destinations = destinations;
        this.mappings = mappings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param texts mappings by path below their folder, none for those that run
     * @return the beans that routes find in place of the hub's
     * @throws com.versaai.hub.mapping.MappingException when a text does not compile
     */
    public Map<String, Object> beans(Map<String, String> texts) {
        RoutingFailures shown = new ShownFailures(records);
        return texts.isEmpty() ? Map.of("routingFailures", shown)
                : Map.of("routingFailures", shown, "deliveryPlan", new DeliveryPlan(destinations, mappings.with(texts), json, clock));
    }

    /** The error policy of event routes keeps what failed, with the exception's text, as a dead letter: not of what was never to happen. */
    private static final class ShownFailures extends RoutingFailures {

        ShownFailures(EventRecords records) {
            super(null, null, records, null, null);
        }

        @Override
        public void keep(Exchange exchange) {
            DeliveryPlan.of(exchange).fail();
        }

        @Override
        public void keepUnmapped(Exchange exchange) {
            // shown as an error instead
        }
    }
}
