package com.versaai.hub.mapping;

import java.util.Arrays;
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
 * {@code {name}}. Every value is one line of at most 500 characters. A part in double brackets is there only where all it names has a
 * value, {@code [[ ({from} → {status})| ({status})]]}: the first of its alternatives that is whole, or nothing. Elsewhere a missing value
 * shows as an em dash.
 */
public final class Texts {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern PART = Pattern.compile("\\[\\[(.*?)]]");
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
        return isWhole(chosen(pattern(key), values), values) ? plain(key, values) : null;
    }

    private String fill(String key, Function<String, String> values, UnaryOperator<String> escape) {
        return PLACEHOLDER.matcher(chosen(pattern(key), values)).replaceAll(match -> {
            String line = line(match.group(1), values);
            return Matcher.quoteReplacement(line == null ? "—" : escape.apply(line));
        });
    }

    /** With those of its parts that have something to say; before values are put in, which may hold brackets too. */
    private static String chosen(String pattern, Function<String, String> values) {
        return PART.matcher(pattern).replaceAll(part -> Matcher.quoteReplacement(
                Arrays.stream(part.group(1).split("\\|")).filter(alternative -> isWhole(alternative, values)).findFirst().orElse("")));
    }

    private static boolean isWhole(String pattern, Function<String, String> values) {
        return PLACEHOLDER.matcher(pattern).results().allMatch(found -> line(found.group(1), values) != null);
    }

    private static String line(String name, Function<String, String> values) {
        String value = values.apply(name);
        return value == null ? null : PlainText.line(value, VALUE_LIMIT);
    }

    private String pattern(String key) {
        try {
            return bundle.getString(key);
        } catch (MissingResourceException e) {
            throw new IllegalArgumentException("no text \"" + key + "\" in messages/messages.properties", e);
        }
    }
}
