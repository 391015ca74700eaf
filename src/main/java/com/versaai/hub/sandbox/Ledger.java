package com.versaai.hub.sandbox;

import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.Effects.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One provider's part of the {@link Effects}: its simulator writes down what took effect, by the provider's own rule of what is one
 * and the same thing, and what it refused, told to the caller or not. Thread-safe.
 */
public final class Ledger {

    private final int capacity;
    private final Clock clock;
    private final Map<String, Effect> effects = new LinkedHashMap<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private long requests;
    private long taken;
    private long evicted;
    private long refused;

    Ledger(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** Takes effect every time. */
    public void always(String key, String body) {
        take(key, body, true);
    }

    /** Takes effect only the first time. */
    public void once(String key, String body) {
        take(key, body, false);
    }

    /** Accepted, but changed nothing. */
    public void unchanged(String key, String body) {
        take(key, body, false);
    }

    private synchronized void take(String key, String body, boolean again) {
        String kept = body.length() <= Effects.BODY_LIMIT ? body : body.substring(0, Effects.BODY_LIMIT);
        requests++;
        Effect known = effects.get(key);
        if (known != null && !again) {
            effects.put(key, new Effect(key, known.time(), known.requests() + 1, known.effects(), known.body()));
            return;
        }
        taken++;
        effects.put(key, known == null ? new Effect(key, clock.instant(), 1, 1, kept)
                : new Effect(key, known.time(), known.requests() + 1, known.effects() + 1, kept));
        if (effects.size() > capacity) {
            effects.remove(effects.keySet().iterator().next());
            evicted++;
        }
    }

    /** Not accepted: a request, or one row of it. */
    public synchronized void refuse(int status, String reason) {
        refused++;
        refusals.addLast(new Refusal(clock.instant(), status, reason));
        if (refusals.size() > Effects.REFUSALS) {
            refusals.removeFirst();
        }
    }

    /** A short name of content that has no identity of its own. */
    public static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    synchronized List<Effect> all() {
        return List.copyOf(effects.values());
    }

    synchronized Optional<Effect> find(String key) {
        return Optional.ofNullable(effects.get(key));
    }

    synchronized long taken() {
        return taken;
    }

    synchronized long requests() {
        return requests;
    }

    synchronized long evicted() {
        return evicted;
    }

    synchronized long refused() {
        return refused;
    }

    synchronized List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    synchronized void reset() {
        effects.clear();
        refusals.clear();
        requests = 0;
        taken = 0;
        evicted = 0;
        refused = 0;
    }
}
