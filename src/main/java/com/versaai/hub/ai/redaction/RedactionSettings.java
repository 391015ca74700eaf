package com.versaai.hub.ai.redaction;

import jakarta.validation.constraints.NotNull;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.redaction.*}: what does not leave the hub in a prompt.
 *
 * @param enabled  whether anything is replaced
 * @param patterns by kind, regular expressions that are looked for before the built-in ones. The kind stands in the
 *                 placeholder ({@code employee-id} gives {@code ⟦EMPLOYEE_ID_1⟧}); the name of a built-in one (api-key, jwt,
 *                 email, iban, card, phone) replaces it, an empty expression switches it off
 */
@Validated
@ConfigurationProperties("hub.ai.redaction")
record RedactionSettings(@DefaultValue("false") boolean enabled, @NotNull @DefaultValue Map<String, String> patterns) {

    private static final Pattern KIND = Pattern.compile("[A-Z][A-Z0-9_]{0,30}");

    RedactionSettings {
        Map<String, String> byKind = new TreeMap<>();
        patterns.forEach((name, pattern) -> {
            String kind = name.toUpperCase(Locale.ROOT).replace('-', '_');
            if (!KIND.matcher(kind).matches()) {
                throw new IllegalArgumentException("hub.ai.redaction.patterns: '" + name + "' must be a letter and up to 30 letters, digits or dashes");
            }
            byKind.put(kind, pattern == null ? "" : pattern);
        });
        patterns = byKind;
    }
}
