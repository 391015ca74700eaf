package com.versaai.hub.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows callers by the SHA-256 of their key: the keys themselves aren't kept, and comparing takes the same time for any guess. */
final class ApiKeys {

    /** 24 characters of a random alphabet are more than 120 bits. */
    static final int SHORTEST = 24;

    private record Caller(String name, byte[] hash) {
    }

    private final List<Caller> callers = new ArrayList<>();

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
            callers.add(new Caller(key.name(), sha256(key.key())));
        }
    }

    /** The caller's name, empty for an unknown key. */
    Optional<String> callerOf(String presented) {
        byte[] hash = sha256(presented);
        String found = null;
        for (Caller caller : callers) {
            // No early exit: the position of a key must not show in the time.
            if (MessageDigest.isEqual(caller.hash(), hash)) {
                found = caller.name();
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
