package com.versaai.hub.health;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What has to be told of what is down: once when it has been down for long enough, once when all is well again, and no more often than
 * the settings allow. A message that could not be sent is tried again at the next look.
 */
final class LastResort {

    private final LastResortSettings settings;
    private final String where;
    private final Supplier<Map<String, String>> down;
    private final Consumer<String> sent;
    private final Map<String, Instant> since = new TreeMap<>();
    private Set<String> told = Set.of();
    private Instant lastTold = Instant.MIN;
    private Instant firstDown;

    /**
     * @param where this hub's name, for people
     * @param down  what is down now, with the reason; empty when all is well
     * @param sent  sends a text, and throws when it may not have arrived
     */
    LastResort(LastResortSettings settings, String where, Supplier<Map<String, String>> down, Consumer<String> sent) {
        this.settings = settings;
        this.where = where;
        this.down = down;
        this.sent = sent;
    }

    /** To be called every few seconds. */
    void look(Instant now) {
        Map<String, String> found = down.get();
        since.keySet().retainAll(found.keySet());
        found.keySet().forEach(part -> since.putIfAbsent(part, now));
        Set<String> lasting = new TreeSet<>();
        since.forEach((part, from) -> {
            if (!from.plus(settings.after()).isAfter(now)) {
                lasting.add(part);
            }
        });
        boolean worse = !told.containsAll(lasting);
        boolean well = !told.isEmpty() && found.isEmpty();
        if (!worse && !well || lastTold != Instant.MIN && lastTold.plus(settings.every()).isAfter(now)) {
            return;
        }
        if (told.isEmpty()) {
            firstDown = lasting.stream().map(since::get).min(Instant::compareTo).orElse(now);
        }
        sent.accept(worse ? trouble(found, lasting) : "✅ " + where + ": everything answers again. It was " + words(Duration.between(firstDown, now)) + '.');
        lastTold = now;
        told = worse ? union(told, lasting) : Set.of();
    }

    private String trouble(Map<String, String> found, Set<String> parts) {
        StringBuilder text = new StringBuilder("🚨 ").append(where).append(" cannot work: ");
        String separator = "";
        for (String part : parts) {
            text.append(separator).append(part).append(" (").append(found.get(part)).append(')');
            separator = ", ";
        }
        return text.append(". Requests get 503; what was accepted waits.").toString();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private static String words(Duration time) {
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
