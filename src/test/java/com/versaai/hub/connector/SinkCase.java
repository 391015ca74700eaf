package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.SimulatedProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A sink and its far side, as the connector's manifest, mappings and simulator describe them. What a connector has of its own it overrides.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SinkCase {

    /** What not every protocol has. */
    protected enum Ability {
        /** Access tokens that expire. */
        TOKENS,
        /** A way to say when to come again. */
        RETRY_ADVICE,
        /** A time limit that the kamelet takes, {@code responseTimeout}. */
        OWN_TIMEOUT,
        /** Settings of an account that is not the connector's own. */
        ACCOUNTS
    }

    final String name = connector();
    final Map<String, Mapped> messages = new TreeMap<>();

    protected ConnectorHarness hub;
    Manifest manifest;
    FarSide far;
    private int newcomers;

    /** Its name; by default that of the test's package. */
    protected String connector() {
        return getClass().getPackageName().replaceFirst(".*\\.", "");
    }

    /** The folder that holds its manifest and kamelets where this repository does. Asked once, before anything else. */
    protected Path root() {
        return Path.of("");
    }

    protected final FarSide far() {
        return far;
    }

    /** Who answers; by default the connector's simulator. */
    protected FarSide farSide() {
        return new SimulatedFarSide(SimulatedProvider.of(name).orElseThrow(() -> new AssertionError(name + " has neither a simulator nor another far side")),
                calls());
    }

    /** Where the paths of calls begin that are no login; null where there is no login. */
    protected String calls() {
        return null;
    }

    /** Gives the hub the settings of an account. */
    protected void configure(String account, Map<String, String> settings) {
        settings.forEach((setting, value) -> hub.environment.setProperty("hub.provider." + account + '.' + setting, value));
        hub.environment.setProperty("hub.delivery.destinations." + account + ".connector", name);
        hub.environment.setProperty("hub.delivery.destinations." + account + ".account", account);
    }

    /** Settings of the simulated account, where they differ from what the far side announces. */
    protected Map<String, String> settings(Map<String, String> announced) {
        return announced;
    }

    /** What it can't have, and why. */
    protected Map<Ability, String> without() {
        return Map.of();
    }

    /** How many things one message of that action does at the far side: a record with the one it refers to does two. */
    protected int effects(String action) {
        return 1;
    }

    /** The key to send a message with: of what is written once and never again, another one each time. */
    protected String key(String action, String mapped) {
        return mapped;
    }

    /** Settings of mappings without which there is nothing to send, names and values in turn. */
    protected String[] mappingSettings() {
        return new String[0];
    }

    /** The payload with something new in the place of what can be used once, or for a short while. */
    protected String fresh(String payload) {
        return payload;
    }

    /** What each refusal means. */
    protected Map<String, FaultClass> refusals() {
        Map<String, FaultClass> classes = new LinkedHashMap<>();
        List.of("400", "401", "403", "404", "409", "413", "422").forEach(status -> classes.put(status, FaultClass.PERMANENT));
        List.of("408", "425", "500", "502", "503", "504").forEach(status -> classes.put(status, FaultClass.TRANSIENT));
        classes.put("429", FaultClass.RATE_LIMITED);
        return classes;
    }

    @BeforeAll
    final void connect() throws Exception {
        Path root = root();
        far = farSide();
        hub = new ConnectorHarness(root);
        manifest = hub.manifests().get(name);
        assertThat(manifest).as("routes/connectors/%s/connector.yaml", name).isNotNull();
        assertThat(manifest.actions()).as("actions of the manifest").isNotEmpty();
        configure(name, settings(far.settings()));
        Mappings mappings = Fixtures.mappings(root.resolve(ConnectorHarness.MANIFESTS), mappingSettings());
        for (String action : manifest.actions().keySet()) {
            String file = manifest.mappingOf(action).replaceFirst("\\.jq$", "");
            messages.put(action, Fixtures.events().stream().map(event -> mapped(mappings, file, event)).filter(mapped -> mapped != null).findFirst()
                    .orElseThrow(() -> new AssertionError("no event of fixtures/events becomes a " + action)));
        }
    }

    private Mapped mapped(Mappings mappings, String file, Event event) {
        // Of now: some providers leave out what is days old, and say nothing.
        return mappings.map(name, file, Fixtures.with(event, event.type(), event.subject(), Instant.now(), event.data())).orElse(null);
    }

    @AfterAll
    final void disconnect() throws Exception {
        hub.close();
        far.close();
    }

    @BeforeEach
    final void heal() {
        far.heal();
    }

    final Exchange send(String action, String options, Map<String, Object> more) {
        Mapped message = messages.get(action);
        Map<String, Object> headers = new LinkedHashMap<>(more);
        headers.put("HubDeliveryId", "e-1/" + name + '/' + action);
        headers.put("HubKey", key(action, message.key()));
        headers.put("HubObject", message.object());
        return hub.send(manifest.kameletOf(action) + options, fresh(message.payload().toString()), headers);
    }

    final Exchange send(String action) {
        return send(action, "", Map.of());
    }

    /** Options for calls of an account that nobody has used: who was refused a token asks for no other at once. */
    final String newcomer() {
        if (!far.issuesTokens()) {
            return "";
        }
        String account = name + "-newcomer-" + ++newcomers;
        configure(account, settings(far.settings()));
        return "?account=" + account;
    }

    final Fault fault(Exchange done) {
        assertThat(done.getException()).as("it failed").isNotNull();
        Fault fault = hub.fault(name, done);
        assertThat(fault.code()).isNotBlank();
        assertThat(fault.message()).isNotBlank();
        return fault;
    }

    final boolean has(Ability ability) {
        String reason = without().get(ability);
        assertThat(reason == null || reason.length() > 15).as("a reason why it has no " + ability).isTrue();
        return reason == null;
    }

    /** Whatever took effect unseen is in doubt; what did not may be sent again. */
    final void unknown(String action, Exchange done) {
        Fault fault = fault(done);
        assertThat(fault.faultClass()).as(action + ": " + fault).isEqualTo(far.taken() > 0 ? FaultClass.IN_DOUBT : fault.faultClass())
                .isIn(FaultClass.TRANSIENT, FaultClass.IN_DOUBT);
    }
}
