package com.versaai.hub.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which destinations routes plan deliveries to, by what manifest and configuration say. */
class DestinationsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void aProviderThatFewHave() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("pager")).resolve("connector.yaml"), """
                title: Pager
                kind: chat
                kamelet: pager-message-sink
                destinations:
                  pager: {enabled: false}
                  pager-alerts: {enabled-with: pager}
                  pager-log: {enabled: true}
                """);
    }

    private Destinations destinations(Map<String, DeliveryProperties.Destination> configured) {
        Manifests manifests = new Manifests(folder);
        manifests.refresh();
        assertThat(manifests.problems()).isEmpty();
        return new Destinations(Records.settings(Records.settings().defaults(), configured), manifests, topics -> { });
    }

    @Test
    void whatAManifestSwitchesOffIsThereAndGetsNothing() {
        Destinations destinations = destinations(Map.of());

        assertThat(destinations.all()).containsOnlyKeys("pager", "pager-alerts", "pager-log");
        assertThat(destinations.addressed("chat")).containsExactly("pager-log");
        assertThat(destinations.addressed("pager")).isEmpty();
    }

    @Test
    void theConfigurationSwitchesItOnAndWhatGoesWithIt() {
        assertThat(destinations(Map.of("pager", Records.said(true, null))).addressed("chat")).containsExactly("pager", "pager-alerts", "pager-log");
        assertThat(destinations(Map.of("pager-log", Records.said(false, null))).addressed("chat")).isEmpty();
    }

    @Test
    void anInstanceOfOnesOwnIsOnWithoutSayingSo() {
        DeliveryProperties.Destination own = new DeliveryProperties.Destination("pager", "pager-eu", null, null, null, null, null);

        assertThat(destinations(Map.of("pager-eu", own)).addressed("chat")).containsExactly("pager-eu", "pager-log");
    }
}
