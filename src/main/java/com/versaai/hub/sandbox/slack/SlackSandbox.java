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
    private static final String RATE = "channel-rate";
    private static final String HISTORY = "history";
    /** What {@link #USER} writes herself: no bot has said it. */
    static final String USER_TOKEN = "xoxp-sandbox";
    private static final List<String> WEBHOOKS = List.of("growth", "revenue", "support", "alerts");

    @Override
    public String name() {
        return "slack";
    }

    /**
     * {@code channels}: without #, those that exist besides {@code archived} and {@code private}. {@code channel-rate}: messages a second in
     * one channel, and how many at once; 0: no limits, the methods' tiers included. {@code history}: calls a minute of each method that reads messages,
     * and how many messages an answer has at most: those of an app that is neither internal nor in the Marketplace.
     */
    @Override
    public Map<String, List<String>> options() {
        return Map.of(CHANNELS, List.of("growth", "revenue", "support", "alerts", "general"), RATE, List.of("1", "15"),
                HISTORY, List.of("1", "15"));
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
        return new SlackSimulator(Set.copyOf(surroundings.options().get(CHANNELS)), rates(surroundings), history(surroundings).get(1),
                surroundings.ledger(), surroundings.clock());
    }

    private static List<Integer> history(Surroundings surroundings) {
        return surroundings.options().get(HISTORY).stream().map(Integer::valueOf).toList();
    }

    private static SlackRates rates(Surroundings surroundings) {
        List<Double> numbers = surroundings.options().get(RATE).stream().map(Double::valueOf).toList();
        return new SlackRates(numbers.get(0), numbers.size() > 1 ? numbers.get(1) : 1, history(surroundings).get(0), surroundings.clock());
    }

    @Override
    public Optional<WebhookSender> sender(Clock clock) {
        return Optional.of(new SlackWebhookSender(clock));
    }
}
