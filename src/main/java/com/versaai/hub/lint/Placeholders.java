package com.versaai.hub.lint;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** {@code {{name}}}, looked up where Camel looks: in the environment of the hub. */
final class Placeholders {

    /** Innermost ones: they may be nested. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    /** A lint asks no vault: whether the secret is there shows at the start. */
    private static final Pattern VAULT = Pattern.compile(
            "(aws|gcp|azure|azure-key-vault|hashicorp|ibm|cyberark|springconfig|secret|configmap):.*");

    private final CamelContext context;

    Placeholders(CamelContext context) {
        this.context = context;
    }

    /** What stands between the braces, in order. */
    static Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            found.add(placeholder.group(1));
        }
        return found;
    }

    /** Whether it has a value, a default, or may be without one. */
    boolean resolves(String expression) {
        return expression.startsWith("?") || VAULT.matcher(expression).matches() || lookup(expression) != null;
    }

    /** The text with the values of its placeholders; those without a value stay. */
    String replaced(String text, Map<String, String> local) {
        String before = text;
        // Values may hold placeholders themselves; a circle of them ends here.
        for (int round = 0; round < 10 && before.contains("{{"); round++) {
            String after = PLACEHOLDER.matcher(before)
                    .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(), local)));
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        return before;
    }

    private String value(String expression, String asWritten, Map<String, String> local) {
        String name = expression.startsWith("?") ? expression.substring(1) : expression;
        if (local.containsKey(name)) {
            return local.get(name);
        }
        if (VAULT.matcher(name).matches()) {
            return asWritten;
        }
        String value = lookup(name);
        return value == null ? asWritten : value;
    }

    private String lookup(String expression) {
        try {
            return context.resolvePropertyPlaceholders("{{" + expression + "}}");
        } catch (RuntimeException e) {
            // Camel's way to say that there is none.
            return null;
        }
    }
}
