package com.versaai.hub.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one message bundle: {@code messages/messages.properties} (Spanish) and its translations, UTF-8, with placeholders
 * {@code {name}}. A value that is missing shows as an em dash; every value is one line of at most 500 characters.
 */
public final class Texts {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final int VALUE_LIMIT = 500;

    private final ResourceBundle bundle;

    /** @param locale language of the texts; one without an own file gets Spanish */
    public Texts(Locale locale) {
        // Without this control the JVM's own language would come before Spanish.
        bundle = ResourceBundle.getBundle("messages/messages", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** A text for Slack: values can't write mentions, links or channels; the text itself may. */
    public String slack(String key, Map<String, String> values) {
        return slack(key, values::get);
    }

    /** A text for mail, CRM fields and logs. */
    public String plain(String key, Map<String, String> values) {
        return plain(key, values::get);
    }

    String slack(String key, Function<String, String> values) {
        return fill(key, values, PlainText::slack);
    }

    String plain(String key, Function<String, String> values) {
        return fill(key, values, UnaryOperator.identity());
    }

    /** The same as {@link #plain}, null when a placeholder has no value: what stands in a CRM is not overwritten with dashes. */
    String whole(String key, Function<String, String> values) {
        boolean whole = PLACEHOLDER.matcher(pattern(key)).results().map(found -> values.apply(found.group(1)))
                .allMatch(value -> value != null && PlainText.line(value, VALUE_LIMIT) != null);
        return whole ? plain(key, values) : null;
    }

    private String fill(String key, Function<String, String> values, UnaryOperator<String> escape) {
        return PLACEHOLDER.matcher(pattern(key)).replaceAll(match -> {
            String value = values.apply(match.group(1));
            String line = value == null ? null : PlainText.line(value, VALUE_LIMIT);
            return Matcher.quoteReplacement(line == null ? "—" : escape.apply(line));
        });
    }

    private String pattern(String key) {
        try {
            return bundle.getString(key);
        } catch (MissingResourceException e) {
            throw new IllegalArgumentException("no text \"" + key + "\" in messages/messages.properties", e);
        }
    }
}
