package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.process.StripeTraffic.Webhook;
import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Providers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what was accepted with what the hub says became of it, and that with what took effect at the providers. */
final class Reconciliation {

    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
    private static final Pattern MARKER = Pattern.compile("k\\d{5}x");
    private static final Pattern AMOUNT = Pattern.compile("\\$(1\\d),(\\d{3})\\.(\\d{2})");
    private static final Set<String> SETTLED = Set.of("delivered", "parked", "dead");

    private final HubProcess hub;
    private final Effects effects;
    private Map<String, String> states = Map.of();

    Reconciliation(HubProcess hub, Effects effects) {
        this.hub = hub;
        this.effects = effects;
    }

    /** Waits until every delivery that these webhooks should cause is delivered, parked or a dead letter. */
    void awaitSettled(Collection<Webhook> webhooks) {
        Set<String> expected = new HashSet<>();
        webhooks.forEach(webhook -> expected.addAll(webhook.deliveries()));
        await("every delivery of what was accepted").atMost(LONGEST_DRAIN).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            states = deliveries();
            List<String> lost = expected.stream().filter(id -> !SETTLED.contains(states.getOrDefault(id, "nowhere")))
                    .map(id -> id + " " + states.getOrDefault(id, "nowhere")).toList();
            assertThat(lost).as("accepted, but neither delivered nor parked nor dead (of %s)", expected.size()).isEmpty();
        });
    }

    /** DeliveryQueries in a state, by id. */
    List<String> in(String state) {
        return states.entrySet().stream().filter(delivery -> delivery.getValue().equals(state)).map(Map.Entry::getKey).sorted().toList();
    }

    /** Every effect that the hub claims is there exactly once, everything in doubt at most once, and nothing else is. */
    void assertEffectsOnce(Collection<Webhook> webhooks) {
        List<String> wrong = new ArrayList<>();
        Map<SimulatedProvider, Map<String, Long>> seen = new HashMap<>();
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            assertThat(effects.evicted(provider)).as("forgotten effects at %s", provider).isZero();
            seen.put(provider, byMarker(provider));
        }
        for (Webhook webhook : webhooks) {
            Map<String, String> expected = new HashMap<>();
            webhook.deliveries().forEach(id -> expected.put(id.split("/")[1], states.get(id)));
            seen.forEach((provider, byMarker) -> {
                long times = byMarker.getOrDefault(webhook.marker(), 0L);
                String state = expected.get(provider.path());
                boolean right = state == null ? times == 0 : state.equals("delivered") ? times == 1 : times <= 1;
                if (!right) {
                    wrong.add(webhook.marker() + " " + webhook.sample().type() + ": " + state + ", but took effect " + times + " times at "
                            + provider.path());
                }
            });
        }
        assertThat(wrong).as("lost or doubled effects").isEmpty();
        // Alerts too, which belong to no webhook.
        assertThat(effects.of(Providers.SLACK)).allSatisfy(message -> assertThat(message.effects()).as(message.body()).isEqualTo(1));
    }

    private Map<String, Long> byMarker(SimulatedProvider provider) {
        Map<String, Long> seen = new HashMap<>();
        for (Effects.Effect effect : effects.of(provider)) {
            seen.merge(marker(effect), effect.effects(), Long::sum);
        }
        return seen;
    }

    private static String marker(Effects.Effect effect) {
        Matcher marker = MARKER.matcher(effect.key() + " " + effect.body());
        if (marker.find()) {
            return marker.group();
        }
        Matcher amount = AMOUNT.matcher(effect.body());
        if (amount.find()) {
            long minor = Long.parseLong(amount.group(1) + amount.group(2) + amount.group(3));
            return "k%05dx".formatted(minor - StripeTraffic.IMPORTANT);
        }
        return "other";
    }

    private Map<String, String> deliveries() throws IOException, InterruptedException {
        Map<String, String> found = new HashMap<>();
        String cursor = "0";
        while (cursor != null) {
            JsonNode page = hub.get("/api/v1/deliveries?limit=500&cursor=" + cursor);
            page.path("items").forEach(item -> found.put(item.path("deliveryId").asText(), item.path("state").asText()));
            cursor = page.path("next").asText(null);
        }
        return found;
    }

    /** Open dead letters, whole pages. */
    List<JsonNode> deadLetters() throws IOException, InterruptedException {
        List<JsonNode> letters = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            JsonNode page = hub.get("/api/v1/dead-letters?limit=500&cursor=" + cursor);
            page.path("items").forEach(letters::add);
            cursor = page.path("next").asText(null);
        }
        return letters;
    }
}
