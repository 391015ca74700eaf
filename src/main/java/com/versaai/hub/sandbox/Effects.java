package com.versaai.hub.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What really took effect at the simulated providers, by each provider's own rules of identity.
 *
 * <p>Keys, as {@link #of} lists them:
 * <ul>
 * <li>Slack {@code <#channel>|<hash of the message>}: every accepted message is an effect, the same one twice is two
 * <li>GA4 {@code <event>|<client id>|<hash of the event>}: every valid event is an effect
 * <li>Salesforce {@code <Type>/<ExternalId__c>/<value>}, HubSpot {@code <type>/<idProperty>/<value>}: an upsert that
 *     changes nothing is a request without effect; plain creates are keyed by the new id
 * <li>Mixpanel {@code <event>|<time>|<distinct_id>|<$insert_id>}, Amplitude {@code <device or user>|<insert_id>}, Segment
 *     {@code <messageId>}: only the first is an effect; without an id every one is
 * </ul>
 *
 * <p>Bounded: per provider the latest {@code capacity} keys with at most {@value #BODY_LIMIT} characters of body each, and the
 * last {@value #REFUSALS} refusals. A key that was pushed out is new again when it comes back: {@link #evicted} tells
 * whether that can have happened. Counts never shrink. Thread-safe.
 */
public final class Effects {

    static final int BODY_LIMIT = 4096;
    static final int REFUSALS = 100;

    /**
     * One thing that took effect.
     *
     * @param key      the provider's identity of it, see {@link Effects}
     * @param time     of the first effect
     * @param requests how many accepted requests carried it
     * @param effects  how many of them took effect
     * @param body     of the latest request that took effect, cut at {@value #BODY_LIMIT} characters
     */
    public record Effect(String key, Instant time, long requests, long effects, String body) {
    }

    /** A request, or one row of it, that was not accepted; Segment, GA4 and lenient Mixpanel tell the caller nothing. */
    public record Refusal(Instant time, int status, String reason) {
    }

    private static final class Ledger {
        final Map<String, Effect> effects = new LinkedHashMap<>();
        final Deque<Refusal> refusals = new ArrayDeque<>();
        long requests;
        long taken;
        long evicted;
        long refused;
    }

    private final Map<SimulatedProvider, Ledger> ledgers = new EnumMap<>(SimulatedProvider.class);
    private final int capacity;
    private final Clock clock;

    Effects(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            ledgers.put(provider, new Ledger());
        }
    }

    /** Everything that took effect at a provider and is still remembered, oldest key first. */
    public List<Effect> of(SimulatedProvider provider) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return List.copyOf(ledger.effects.values());
        }
    }

    /** The entry of one key. */
    public Optional<Effect> find(SimulatedProvider provider, String key) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return Optional.ofNullable(ledger.effects.get(key));
        }
    }

    /** Entries whose body contains a text. */
    public List<Effect> containing(SimulatedProvider provider, String text) {
        return of(provider).stream().filter(effect -> effect.body().contains(text)).toList();
    }

    /** Number of effects since the start or the last {@link #reset}. */
    public long count(SimulatedProvider provider) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return ledger.taken;
        }
    }

    /** Number of accepted messages, events or records, whether they had an effect or not. */
    public long requests(SimulatedProvider provider) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return ledger.requests;
        }
    }

    /** How many keys were forgotten to stay within the capacity. */
    public long evicted(SimulatedProvider provider) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return ledger.evicted;
        }
    }

    /** Number of refused requests and rows. */
    public long refused(SimulatedProvider provider) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return ledger.refused;
        }
    }

    /** The last refusals, oldest first. */
    public List<Refusal> refusals(SimulatedProvider provider) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            return new ArrayList<>(ledger.refusals);
        }
    }

    /** Forgets everything. */
    public void reset() {
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            Ledger old = ledgers.get(provider);
            synchronized (old) {
                old.effects.clear();
                old.refusals.clear();
                old.requests = old.taken = old.evicted = old.refused = 0;
            }
        }
    }

    /** Takes effect every time. */
    void always(SimulatedProvider provider, String key, String body) {
        take(provider, key, body, true);
    }

    /** Takes effect only the first time. */
    void once(SimulatedProvider provider, String key, String body) {
        take(provider, key, body, false);
    }

    /** Accepted, but changed nothing. */
    void unchanged(SimulatedProvider provider, String key, String body) {
        take(provider, key, body, false);
    }

    private void take(SimulatedProvider provider, String key, String body, boolean again) {
        Ledger ledger = ledgers.get(provider);
        String kept = body.length() <= BODY_LIMIT ? body : body.substring(0, BODY_LIMIT);
        synchronized (ledger) {
            ledger.requests++;
            Effect known = ledger.effects.get(key);
            if (known != null && !again) {
                ledger.effects.put(key, new Effect(key, known.time(), known.requests() + 1, known.effects(), known.body()));
                return;
            }
            ledger.taken++;
            ledger.effects.put(key, known == null ? new Effect(key, clock.instant(), 1, 1, kept)
                    : new Effect(key, known.time(), known.requests() + 1, known.effects() + 1, kept));
            if (ledger.effects.size() > capacity) {
                ledger.effects.remove(ledger.effects.keySet().iterator().next());
                ledger.evicted++;
            }
        }
    }

    void refuse(SimulatedProvider provider, int status, String reason) {
        Ledger ledger = ledgers.get(provider);
        synchronized (ledger) {
            ledger.refused++;
            ledger.refusals.addLast(new Refusal(clock.instant(), status, reason));
            if (ledger.refusals.size() > REFUSALS) {
                ledger.refusals.removeFirst();
            }
        }
    }

    /** A short name of content that has no identity of its own. */
    static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
