package com.versaai.hub.secret;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** Finds the values of settings whose names say that they are secret, wherever they are given. */
public final class SecretSettings {

    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s:]*:([^/@\\s]+)@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)[?&;](?:password|sslpassword)=([^&;\\s]+)");
    /** A list in one text is as many secrets. */
    private static final Pattern LIST = Pattern.compile("(?i).*(?:secrets|tokens|keys|passwords|credentials)");

    private SecretSettings() {
    }

    /** @param where which of the places where settings stand are looked at */
    public static Set<String> of(ConfigurableEnvironment environment, Predicate<PropertySource<?>> where) {
        Set<String> values = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> known && where.test(source)) {
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
        if (SecretNames.isSecretSetting(name)) {
            into.add(value.strip());
            if (LIST.matcher(name).matches()) {
                into.addAll(List.of(value.strip().split("[,\\s]+")));
            }
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
