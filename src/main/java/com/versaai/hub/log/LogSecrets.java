package com.versaai.hub.log;

import com.versaai.hub.secret.SecretForms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.util.UriUtils;

/** Takes secrets out of a text: the configured ones by their value, others by the form they have on the wire. */
final class LogSecrets {

    private static final String HIDDEN = "***";
    private static final int SHORTEST = 6;

    private final List<String> values;

    /** @param values the configured secrets; too short ones are left out, they would hide half the log */
    LogSecrets(Collection<String> values) {
        Set<String> forms = new LinkedHashSet<>();
        values.stream().filter(value -> value.length() >= SHORTEST).flatMap(LogSecrets::forms).forEach(forms::add);
        this.values = new ArrayList<>(forms);
        // One that contains another goes first.
        this.values.sort(Comparator.comparingInt(String::length).reversed());
    }

    private static Stream<String> forms(String value) {
        // In a form and in an address, which differ in what they leave as it is.
        return Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8), UriUtils.encode(value, StandardCharsets.UTF_8), value.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** The text without configured secrets. */
    String withoutValues(String text) {
        String rest = text;
        for (String value : values) {
            if (rest.contains(value)) {
                rest = rest.replace(value, HIDDEN);
            }
        }
        return rest;
    }

    /** The text without configured secrets and without whatever looks like one. */
    String without(String text) {
        return SecretForms.hiddenInLines(withoutValues(text));
    }
}
