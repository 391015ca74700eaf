package com.versaai.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.DeliveryProperties.Destination;
import com.versaai.hub.delivery.DeliveryProperties.Policy;
import com.versaai.hub.delivery.DeliveryProperties.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeliveryPropertiesTest {

    private final DeliveryProperties settings = Records.settings();

    @Test
    void takesFromTheDefaultsWhatADestinationDoesNotSay() {
        Policy own = new Policy(new Retry(null, null, null, Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), null, null);
        DeliveryProperties some = new DeliveryProperties(settings.defaults(), Map.of("x", new Destination("crm", true, true, own)),
                Duration.ofSeconds(90), Duration.ofSeconds(20), Duration.ofDays(30));

        Policy policy = some.policy("x");

        assertThat(policy.retry()).isEqualTo(new Retry(3, Duration.ofSeconds(1), 2d, Duration.ofSeconds(5)));
        assertThat(policy.parking()).containsExactly(Duration.ofHours(1));
        assertThat(policy.circuit()).isEqualTo(settings.defaults().circuit());
        assertThat(policy.rate()).isEqualTo(settings.defaults().rate());
    }

    @Test
    void bindsASingleNumberOfADestination() {
        Map<String, String> properties = Map.of("hub.delivery.defaults.retry.attempts", "3", "hub.delivery.defaults.retry.first", "1s",
                "hub.delivery.defaults.circuit.window", "20", "hub.delivery.destinations.slack.kind", "chat",
                "hub.delivery.destinations.slack.policy.circuit.window", "7");

        DeliveryProperties bound = new Binder(new MapConfigurationPropertySource(properties)).bind("hub.delivery", DeliveryProperties.class).get();

        assertThat(bound.policy("slack").circuit().window()).isEqualTo(7);
        assertThat(bound.policy("slack").retry().attempts()).isEqualTo(3);
        assertThat(bound.destination("slack").idempotent()).isTrue();
    }

    @Test
    void addressesOneOrAllEnabledOfAKind() {
        assertThat(settings.addressed("slack")).containsExactly("slack");
        assertThat(settings.addressed("crm")).containsExactly("hubspot");
        assertThat(settings.addressed("salesforce")).isEmpty();
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> settings.addressed("fax")).hasMessageContaining("fax");
        assertThatThrownBy(() -> settings.policy("fax")).hasMessageContaining("fax").hasMessageContaining("hubspot");
    }

    @Test
    void remembersDuplicatesLongEnough() {
        assertThatThrownBy(() -> new DeliveryProperties(settings.defaults(), Map.of(), Duration.ofSeconds(90), Duration.ofSeconds(20), Duration.ofHours(71)))
                .hasMessageContaining("72h");
    }
}
