package com.versaai.hub.sandbox;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The providers that send webhooks, by name. */
final class WebhookSenders {

    private final Map<String, WebhookSender> senders = new LinkedHashMap<>();

    WebhookSenders(Clock clock) {
        SimulatedProvider.values().forEach(provider -> provider.factory().sender(clock).ifPresent(sender -> senders.put(provider.path(), sender)));
    }

    Optional<WebhookSender> of(SimulatedProvider provider) {
        return Optional.ofNullable(senders.get(provider.path()));
    }

    List<String> names() {
        return List.copyOf(senders.keySet());
    }
}
