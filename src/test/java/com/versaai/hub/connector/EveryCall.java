package com.versaai.hub.connector;

import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.SamplePayloads;
import com.versaai.hub.provider.ConnectorHarness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * One call of a connector: an action of a manifest with what its mapping makes of an event, or the reading of a thin event's object.
 * They are found by themselves: a new connector needs no line here, as long as its settings' patterns are known below.
 */
record EveryCall(String connector, String action, String kamelet, String body, Map<String, Object> headers) {

    private static final Map<String, String> BY_PATTERN = Map.of("[0-9a-f]{40}", "0123456789abcdef0123456789abcdef01234567");

    /** All actions of all manifests but those that go over no HTTP. */
    static List<EveryCall> delivering(ConnectorHarness hub) {
        List<EveryCall> calls = new ArrayList<>();
        for (Manifest manifest : manifests(hub)) {
            for (String action : manifest.actions().keySet()) {
                if (!manifest.name().equals("mail")) {
                    calls.add(of(manifest, action));
                }
            }
        }
        return calls;
    }

    /** The reading of an object, of every manifest that says what reads. */
    static List<EveryCall> reading(ConnectorHarness hub) {
        return manifests(hub).stream().filter(manifest -> manifest.inbound() != null && manifest.inbound().read() != null)
                .map(manifest -> new EveryCall(manifest.name(), "read", manifest.inbound().read(), "",
                        Map.of("HubPath", "/v1/payment_intents/pi_1"))).toList();
    }

    private static List<Manifest> manifests(ConnectorHarness hub) {
        return List.copyOf(hub.all(Manifests.class).values().iterator().next().all().values());
    }

    private static EveryCall of(Manifest manifest, String action) {
        Mapped mapped = SamplePayloads.of(manifest.name(), manifest.mappingOf(action).replaceFirst("\\.jq$", ""));
        Map<String, Object> headers = new HashMap<>(Map.of("HubDeliveryId", "e/" + manifest.name() + "/" + action));
        if (mapped.key() != null) {
            headers.put("HubKey", mapped.key());
        }
        if (mapped.object() != null) {
            headers.put("HubObject", mapped.object());
        }
        return new EveryCall(manifest.name(), action, manifest.kameletOf(action), mapped.payload().toString(), headers);
    }

    /** Every setting of every manifest: addresses at {@code url}{@code /<connector>}, and something for the rest. */
    static void settings(ConnectorHarness hub, String url) {
        for (Manifest manifest : manifests(hub)) {
            manifest.settings().forEach((name, setting) -> {
                String property = "hub.provider." + manifest.name() + "." + name;
                if (setting.type().equals("url")) {
                    hub.environment.setProperty(property, url + "/" + manifest.name());
                } else if (setting.defaultValue() != null) {
                    hub.environment.setProperty(property, setting.defaultValue());
                } else if (!setting.type().equals("map")) {
                    hub.environment.setProperty(property, BY_PATTERN.getOrDefault(String.valueOf(setting.pattern()), "sandbox"));
                }
            });
        }
    }

    Exchange send(ConnectorHarness hub, String options) {
        return hub.send(kamelet + options, body, headers);
    }

    @Override
    public String toString() {
        return connector + "/" + action;
    }
}
