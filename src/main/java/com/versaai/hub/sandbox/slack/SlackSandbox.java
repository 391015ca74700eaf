package com.versaai.hub.sandbox.slack;

import com.versaai.hub.sandbox.Simulator;
import com.versaai.hub.sandbox.SimulatorFactory;
import com.versaai.hub.sandbox.Surroundings;
import com.versaai.hub.sandbox.WebhookSender;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Slack. Effects are {@code <#channel>|<hash of the message>}, {@code reply|<hash>} and {@code view|<hash>}: every accepted message is one, the same
 * one twice is two.
 */
final class SlackSandbox implements SimulatorFactory {

    static final String BOT_TOKEN = "xoxb-sandbox";
    static final String SIGNING_SECRET = "slack-signing-secret-sandbox";
    static final String TEAM = "T000";
    static final String USER = "U000ANA";
    private static final String CHANNELS = "channels";
    private static final List<String> WEBHOOKS = List.of("growth", "revenue", "support", "alerts");

    @Override
    public String name() {
        return "slack";
    }

    /** {@code channels}: without #, those that exist besides {@code archived} and {@code private}. */
    @Override
    public Map<String, List<String>> options() {
        return Map.of(CHANNELS, List.of("growth", "revenue", "support", "alerts", "general"));
    }

    @Override
    public Map<String, String> settings(String url) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("base-url", url + "/api");
        settings.put("bot-token", BOT_TOKEN);
        settings.put("webhook-secrets[0]", SIGNING_SECRET);
        settings.put("hooks-url", url);
        for (String channel : WEBHOOKS) {
            settings.put("webhooks." + channel, url + "/services/T000/B000/" + channel);
        }
        return settings;
    }

    @Override
    public Simulator simulator(Surroundings surroundings) {
        return new SlackSimulator(Set.copyOf(surroundings.options().get(CHANNELS)), surroundings.ledger(), surroundings.clock());
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new SlackWebhookSender(clock));
    }
}
