package com.versaai.hub.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.mapping.Mappings;
import java.time.Clock;
import java.util.Map;

/** Plans of deliveries as other mappings would make them. */
public final class TrialPlans {

    private final DeliveryProperties settings;
    private final Mappings mappings;
    private final ObjectMapper json;
    private final Clock clock;

    TrialPlans(DeliveryProperties settings, Mappings mappings, ObjectMapper json, Clock clock) {
        this.settings = settings;
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
        return texts.isEmpty() ? Map.of() : Map.of("deliveryPlan", new DeliveryPlan(settings, mappings.with(texts), json, clock));
    }
}
