package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever shape Stripe gives an event, the same reaches the same places. */
@HubTest
class StripeDeliveriesTest {

    @Autowired
    private Hub hub;

    @BeforeEach
    void freshSimulators() {
        hub.freshSimulators();
    }

    static Stream<String> types() {
        return StripeSamples.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void bothShapesOfTheApiEndWithTheSameDeliveries(String type) {
        Map<StripeSamples.Shape, Set<String>> deliveries = new EnumMap<>(StripeSamples.Shape.class);
        for (StripeSamples.Shape shape : List.of(StripeSamples.Shape.CURRENT, StripeSamples.Shape.LEGACY, StripeSamples.Shape.THIN)) {
            StripeSample sample = hub.sample(type, shape, Map.of());
            assertThat(hub.post(sample).status()).isEqualTo(200);
            deliveries.put(shape, deliveriesOf(sample.eventId()));
        }
        assertThat(deliveries.get(StripeSamples.Shape.LEGACY)).as("before 2025-03-31").isEqualTo(deliveries.get(StripeSamples.Shape.CURRENT));
        if (!type.equals("customer.subscription.updated")) { // what changed is in the snapshot only
            assertThat(deliveries.get(StripeSamples.Shape.THIN)).as("thin").isEqualTo(deliveries.get(StripeSamples.Shape.CURRENT));
        }
    }

    /** {@code event type destination/action} of everything that was delivered once the event has come to its end. */
    private Set<String> deliveriesOf(String id) {
        hub.timeline(id, timeline -> {
            List<String> steps = timeline.findValuesAsText("step");
            List<String> states = timeline.path("events").findValuesAsText("state");
            return states.isEmpty() ? steps.contains("ignored") && !steps.contains("mapped")
                    : states.stream().allMatch(state -> state.equals("delivered") || state.equals("ignored"));
        });
        Set<String> found = new TreeSet<>();
        for (JsonNode delivery : hub.get("/api/v1/deliveries?limit=100&event=" + id).path("items")) {
            found.add(delivery.path("type").asText() + " " + delivery.path("destination").asText() + "/" + delivery.path("action").asText()
                    + " " + delivery.path("state").asText());
        }
        return found;
    }
}
