package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A hub that runs for months: meters and endpoints are of the hub, not of the events that went through it. */
@HubTest
class GrowthTest {

    /** Two events each. */
    private static final int ROUNDS = 100;

    @Autowired
    private Hub hub;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private CamelContext camel;

    @BeforeEach
    void freshSimulators() {
        hub.freshSimulators();
    }

    @Test
    void doesNotGrowWithTheNumberOfEvents() {
        // The first events of a kind make what every later one uses.
        send(5, "first");
        Set<String> metersBefore = meters();
        Set<String> endpointsBefore = endpoints();

        List<String> ids = send(ROUNDS, "later");

        assertThat(endpoints()).as("endpoints").isEqualTo(endpointsBefore);
        assertThat(meters()).as("meters that name an event").noneMatch(meter -> ids.stream().anyMatch(meter::contains));
        // A few come late: of a partition that had no record, of a status that had not been answered.
        Set<String> metersAfter = meters();
        metersAfter.removeAll(metersBefore);
        assertThat(metersAfter).as("new meters").hasSizeLessThan(ROUNDS / 4);
    }

    /** Different users, customers and amounts; each event's timeline is asked for, as operators do. */
    private List<String> send(int rounds, String series) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ids.add(hub.publish("user.login", Map.of("id", series + "-" + i, "email", series + i + "@example.test", "name", "N" + i)));
            ids.add(hub.sendStripe("payment_intent.succeeded", Map.of("amount", String.valueOf(100 + i), "customer", "cus_" + series + i)));
        }
        ids.forEach(id -> hub.timelineWhen(id, "delivered"));
        return ids;
    }

    private Set<String> meters() {
        return meters.getMeters().stream().map(Meter::getId)
                .map(id -> id.getName() + id.getTags().stream().map(Tag::toString).sorted().toList())
                .collect(Collectors.toSet());
    }

    private Set<String> endpoints() {
        return camel.getEndpoints().stream().map(Endpoint::getEndpointUri).collect(Collectors.toSet());
    }
}
