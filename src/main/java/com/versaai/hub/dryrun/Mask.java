package com.versaai.hub.dryrun;

import com.versaai.hub.secret.SecretNames;
import com.versaai.hub.secret.SecretSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;

/** Replaces every configured secret, wherever it stands, and whatever a header for credentials holds. */
public final class Mask {

    private static final String HIDDEN = "***";
    /** Shorter ones would black out half a request. */
    private static final int SHORTEST = 6;

    private final List<String> secrets;

    /** @param environment whose secrets are hidden */
    public Mask(ConfigurableEnvironment environment) {
        Set<String> found = new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        SecretSettings.of(environment, source -> true).stream().filter(secret -> secret.length() >= SHORTEST).forEach(found::add);
        secrets = List.copyOf(found);
    }

    /** A header's value without what it opens. */
    public String header(String name, String value) {
        if (SecretNames.isSecretHeader(name)) {
            int scheme = value.indexOf(' ');
            return scheme > 0 ? value.substring(0, scheme + 1) + HIDDEN : HIDDEN;
        }
        return text(value);
    }

    /** A text without the secrets in it. */
    public String text(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, HIDDEN);
        }
        return masked;
    }
}
