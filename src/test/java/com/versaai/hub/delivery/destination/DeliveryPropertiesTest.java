package com.versaai.hub.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Retry;
import com.versaai.hub.delivery.record.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeliveryPropertiesTest {

    private final DeliveryProperties settings = Records.settings();

    @Test
    void takesFromTheConnectorAndTheDefaultsWhatADestinationDoesNotSay() {
        Policy own = new Policy(new Retry(null, null, null, Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), null, null, null);

        Policy policy = Records.destinations(Records.settings(settings.defaults(), Map.of("hubspot", Records.said(true, own)))).get("hubspot").policy();

        assertThat(policy.retry()).isEqualTo(new Retry(3, Duration.ofSeconds(1), 2d, Duration.ofSeconds(5)));
        assertThat(policy.parking()).containsExactly(Duration.ofHours(1));
        assertThat(policy.circuit()).isEqualTo(settings.defaults().circuit());
        assertThat(policy.rate()).as("of the manifest").isEqualTo(new Rate(9L, Duration.ofSeconds(1)));
    }

    @Test
    void bindsASingleNumberOfADestination() {
        Map<String, String> properties = Map.of("hub.delivery.destinations.slack.policy.circuit.window", "7");
        DeliveryProperties bound = new Binder(new MapConfigurationPropertySource(properties)).bind("hub.delivery", DeliveryProperties.class).get();

        Destination slack = Records.destinations(Records.settings(settings.defaults(), bound.destinations())).get("slack");

        assertThat(slack.policy().circuit().window()).isEqualTo(7);
        assertThat(slack.policy().retry().attempts()).isEqualTo(3);
        assertThat(slack.kind()).isEqualTo("chat");
        assertThat(slack.enabled()).isTrue();
        assertThat(slack.idempotent()).isFalse();
    }

    @Test
    void remembersDuplicatesLongEnough() {
        assertThatThrownBy(() -> new DeliveryProperties(settings.defaults(), Map.of(), Duration.ofSeconds(90), Duration.ofSeconds(20), Duration.ofHours(71),
                DeliveryProperties.NotConfigured.SKIP))
                .hasMessageContaining("72h");
    }
}
