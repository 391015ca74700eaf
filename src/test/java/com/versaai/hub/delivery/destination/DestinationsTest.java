package com.versaai.hub.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which destinations routes plan deliveries to, by what manifest and configuration say. */
class DestinationsTest {

    @TempDir
    private Path folder;

    private final Set<String> configuredProperties = new HashSet<>();

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
        return new Destinations(Records.settings(Records.settings().defaults(), configured), manifests, topics -> { }, configuredProperties::contains);
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

    /** The one that could deliver goes on; the other makes neither dead letters nor noise. */
    @Test
    void oneWhoseAccountLacksASettingIsLeftOutAndSaysWhatIsMissing() throws IOException {
        twoWays();
        configuredProperties.add("hub.provider.sms.number");
        Destination off = destinations(Map.of()).get("sms");

        assertThat(off.enabled()).isFalse();
        assertThat(off.lacking()).containsExactly("one of key; user and password");
        assertThat(destinations(Map.of()).addressed("text")).isEmpty();

        configuredProperties.addAll(List.of("hub.provider.sms.user", "hub.provider.sms.password"));
        assertThat(destinations(Map.of()).get("sms").lacking()).isEmpty();
        assertThat(destinations(Map.of()).addressed("text")).containsExactly("sms");
    }

    @Test
    void aSettingWithADefaultIsNeverMissingAndOneOfWebhooksNeitherForDeliveries() throws IOException {
        twoWays();
        configuredProperties.add("hub.provider.sms.key");

        assertThat(destinations(Map.of()).get("sms").lacking()).containsExactly("number");
    }

    @Test
    void itsDeliveriesBecomeDeadLettersWhereTheConfigurationSaysSo() throws IOException {
        twoWays();
        DeliveryProperties usual = Records.settings(Records.settings().defaults(), Map.of());
        DeliveryProperties kept = new DeliveryProperties(usual.defaults(), Map.of(), usual.lease(), usual.outage(), usual.history(),
                DeliveryProperties.NotConfigured.DEAD_LETTER);
        Manifests manifests = new Manifests(folder);
        manifests.refresh();

        Destinations destinations = new Destinations(kept, manifests, topics -> { }, property -> false);

        assertThat(destinations.addressed("text")).containsExactly("sms");
        assertThat(destinations.get("sms").lacking()).containsExactly("number", "one of key; user and password");
    }

    @Test
    void anotherAccountHasSettingsOfItsOwn() throws IOException {
        twoWays();
        configuredProperties.addAll(List.of("hub.provider.sms.number", "hub.provider.sms.key", "hub.provider.sms-eu.number"));
        DeliveryProperties.Destination eu = new DeliveryProperties.Destination("sms", "sms-eu", null, null, null, null, null);

        assertThat(destinations(Map.of("sms-eu", eu)).addressed("text")).containsExactly("sms");
    }

    private void twoWays() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("sms")).resolve("connector.yaml"), """
                title: SMS
                kind: text
                kamelet: sms-message-sink
                settings:
                  base-url: {title: Address, type: url, default: "https://sms.example"}
                  number: {title: Number of the sender}
                  key: {title: Key, secret: true, required: false}
                  user: {title: User, required: false}
                  password: {title: Password, secret: true, required: false}
                  webhook-secrets: {title: Secrets of the sender, secret: true}
                either: [[key], [user, password]]
                destinations:
                  sms: {}
                """);
    }
}
