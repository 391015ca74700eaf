package com.versaai.hub.sandbox.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Slack's limits: about one message a second in each channel, with short bursts, and so many calls a minute of a method, by its tier.
 * Thread-safe.
 */
final class SlackRates {

    /** Calls a minute, by method; what is not here has no tier of its own. */
    private static final Map<String, Integer> TIERS = Map.of("chat.update", 50, "chat.delete", 50, "reactions.add", 50, "chat.postEphemeral", 100,
            "users.lookupByEmail", 50, "conversations.list", 20, "files.getUploadURLExternal", 100, "files.completeUploadExternal", 100);

    private final double perSecond;
    private final double burst;
    /** Of each method that reads messages. */
    private final int reads;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * @param perSecond messages in one channel; 0: no limit, of methods neither
     * @param burst     messages in one channel at once
     * @param reads     calls a minute of each method that reads messages
     */
    SlackRates(double perSecond, double burst, int reads, Clock clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.reads = reads;
        this.clock = clock;
    }

    private record Bucket(double tokens, Instant at) {
    }

    /** One message more in a channel: how long the caller must wait, zero when it is taken. */
    Duration post(String channel) {
        return perSecond == 0 ? Duration.ZERO : take('#' + channel, perSecond, burst);
    }

    /** One call more of a method: how long the caller must wait, zero when it is taken. */
    Duration call(String method) {
        Integer tier = SlackConversations.METHODS.contains(method) ? Integer.valueOf(reads) : TIERS.get(method);
        return perSecond == 0 || tier == null ? Duration.ZERO : take(method, tier / 60.0, tier);
    }

    private synchronized Duration take(String key, double rate, double most) {
        Instant now = clock.instant();
        Bucket known = buckets.getOrDefault(key, new Bucket(most, now));
        double seconds = Math.max(0, Duration.between(known.at, now).toNanos() / 1e9);
        double tokens = Math.min(most, known.tokens + seconds * rate);
        if (tokens < 1) {
            return Duration.ofMillis(Math.max(1, (long) ((1 - tokens) / rate * 1000)));
        }
        buckets.put(key, new Bucket(tokens - 1, now));
        return Duration.ZERO;
    }
}
