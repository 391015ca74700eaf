package com.versaai.hub.log;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** Finds the values of settings whose names say that they are secret, wherever they are given. */
final class SecretSettings {

    /** Also in the form of environment variables. Not the longest answer of a language model, which counts tokens too. */
    private static final Pattern NAME = Pattern.compile("(?i).*(passw|passphrase|secret|credential|private[._-]?key|token(?!s)|(api|write|access|account)"
            + "[._-]?key|keys[\\[._]\\d+[\\]._]+key|slack[._]webhooks).*");
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s:]*:([^/@\\s]+)@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)[?&;](?:password|sslpassword)=([^&;\\s]+)");
    /** Published with the hub; the banner tells one of them. */
    private static final String PUBLIC = "application-sandbox.yaml";

    private SecretSettings() {
    }

    static Set<String> of(ConfigurableEnvironment environment) {
        Set<String> values = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> known && !source.getName().contains(PUBLIC)) {
                for (String name : known.getPropertyNames()) {
                    collect(name, value(environment, known, name), values);
                }
            }
        }
        return values;
    }

    private static void collect(String name, String value, Set<String> into) {
        if (value == null || value.isBlank()) {
            return;
        }
        if (NAME.matcher(name).matches()) {
            into.add(value.strip());
        }
        for (Pattern part : new Pattern[] {USER_INFO, PARAMETER}) {
            Matcher within = part.matcher(value);
            while (within.find()) {
                into.add(within.group(1));
            }
        }
    }

    private static String value(ConfigurableEnvironment environment, EnumerablePropertySource<?> source, String name) {
        Object value = source.getProperty(name);
        if (!(value instanceof CharSequence text)) {
            return null;
        }
        try {
            return environment.resolvePlaceholders(text.toString());
        } catch (IllegalArgumentException e) {
            // A circle of placeholders: whoever reads the setting will say so.
            return text.toString();
        }
    }
}
