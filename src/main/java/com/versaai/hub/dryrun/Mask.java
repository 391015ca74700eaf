package com.versaai.hub.dryrun;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Replaces every configured secret, wherever it stands, and whatever a header for credentials holds. */
final class Mask {

    private static final String HIDDEN = "***";
    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
    private static final List<String> SECRET = List.of("token", "secret", "key", "password", "credential", "service-account", "webhooks");
    /** Shorter ones would black out half a request. */
    private static final int SHORTEST = 6;

    private final List<String> secrets;

    Mask(ConfigurableEnvironment environment) {
        Set<String> found = new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        environment.getPropertySources().forEach(source -> {
            if (source instanceof EnumerablePropertySource<?> all) {
                for (String name : all.getPropertyNames()) {
                    if (isSecret(name)) {
                        add(environment.getProperty(name), found);
                    }
                }
            }
        });
        secrets = List.copyOf(found);
    }

    /** A list in one text is as many secrets. */
    private static void add(String value, Set<String> found) {
        if (value != null) {
            found.add(value);
            found.addAll(List.of(value.split("[,\\s]+")));
            found.removeIf(one -> one.length() < SHORTEST);
        }
    }

    private static boolean isSecret(String name) {
        String key = name.toLowerCase(Locale.ROOT).replace('_', '-').replace("hub-provider-", "hub.provider.");
        if (key.startsWith("hub.provider.")) {
            return SECRET.stream().anyMatch(key.substring("hub.provider.".length())::contains);
        }
        // Of a caller, the database, the cache: by its last word, for "keys[0].name" is none.
        return key.replaceAll("\\[\\d+]$", "").matches("(?:.*[.-])?(?:api)?(?:password|passwd|secrets?|tokens?|keys?|credentials?|password-hash)");
    }

    String header(String name, String value) {
        if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
            int scheme = value.indexOf(' ');
            return scheme > 0 ? value.substring(0, scheme + 1) + HIDDEN : HIDDEN;
        }
        return text(value);
    }

    String text(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, HIDDEN);
        }
        return masked;
    }
}
