package com.versaai.hub.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows callers by the SHA-256 of their key: the keys themselves aren't kept, and comparing takes the same time for any guess. */
final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    /** 24 characters of a random alphabet are more than 120 bits. */
    static final int SHORTEST = 24;

    private record Known(Caller caller, byte[] hash) {
    }

    private final List<Known> callers = new ArrayList<>();

    /**
     * @param settings configured keys
     * @param sandbox  whether short, well-known keys are allowed
     * @throws UnsafeSettingException naming the entry, never the key
     */
    ApiKeys(ApiSettings settings, boolean sandbox) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < settings.keys().size(); i++) {
            ApiSettings.Key key = settings.keys().get(i);
            String where = "hub.api.keys[" + i + "]";
            if (key.name() == null || key.name().isBlank()) {
                throw unsafe(where + ".name is empty");
            }
            if (key.key() == null || key.key().isBlank()) {
                throw unsafe(where + ".key (" + key.name() + ") is empty");
            }
            if (!sandbox && key.key().strip().length() < SHORTEST) {
                throw unsafe(where + ".key (" + key.name() + ") is shorter than " + SHORTEST + " characters");
            }
            if (!seen.add(key.key())) {
                throw unsafe(where + ".key (" + key.name() + ") is used twice");
            }
            callers.add(new Known(new Caller(key.name(), scopes(key, where), false), sha256(key.key())));
        }
    }

    private static Set<Scope> scopes(ApiSettings.Key key, String where) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String label : key.scopes()) {
            scopes.add(Scope.labelled(label.strip()).orElseThrow(() -> new UnsafeSettingException(
                    where + ".scopes (" + key.name() + ") names " + label + ", which is no scope",
                    "Take those the caller needs of: " + String.join(", ", Scope.labels()))));
        }
        if (scopes.isEmpty()) {
            LOG.warn("{} ({}) has no scopes, so this key may do nothing. Give it those the caller needs: {}.scopes, of {}.", where, key.name(), where,
                    String.join(", ", Scope.labels()));
        }
        return scopes;
    }

    /** Who that key belongs to and what it may do; empty for an unknown key. */
    Optional<Caller> callerOf(String presented) {
        byte[] hash = sha256(presented);
        Caller found = null;
        for (Known known : callers) {
            // No early exit: the position of a key must not show in the time.
            if (MessageDigest.isEqual(known.hash(), hash)) {
                found = known.caller();
            }
        }
        return Optional.ofNullable(found);
    }

    private static UnsafeSettingException unsafe(String problem) {
        return new UnsafeSettingException(problem, "Give each caller its own random key, for example from: openssl rand -hex 24");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
