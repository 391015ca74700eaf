package com.versaai.hub.sandbox.stripe;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON file of {@code sandbox/stripe/}. A text that is just <code>${name}</code> becomes the value of that name with its JSON
 * type, inside a longer text it becomes text; a member called {@code @variant name} is there in that variant only.
 */
final class StripeTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final JsonNode root;

    StripeTemplate(String file) {
        try (InputStream in = StripeTemplate.class.getResourceAsStream("/sandbox/stripe/" + file + ".json")) {
            root = Call.JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the Stripe sample " + file + " can't be read", e);
        }
    }

    JsonNode fill(Map<String, JsonNode> values, Set<String> variants) {
        return fill(root, values, variants);
    }

    private static JsonNode fill(JsonNode node, Map<String, JsonNode> values, Set<String> variants) {
        if (node.isObject()) {
            ObjectNode filled = Call.JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String[] name = member.getKey().split(" ", 2);
                boolean conditional = name[0].startsWith("@");
                if (!conditional || variants.contains(name[0].substring(1))) {
                    filled.set(name[name.length - 1], fill(member.getValue(), values, variants));
                }
            }
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = Call.JSON.createArrayNode();
            node.forEach(element -> filled.add(fill(element, values, variants)));
            return filled;
        }
        return node.isTextual() ? text(node, values) : node;
    }

    private static JsonNode text(JsonNode node, Map<String, JsonNode> values) {
        Matcher variable = VARIABLE.matcher(node.asText());
        if (variable.matches()) {
            return value(values, variable.group(1));
        }
        String filled = variable.reset().replaceAll(match -> Matcher.quoteReplacement(value(values, match.group(1)).asText()));
        return Call.JSON.getNodeFactory().textNode(filled);
    }

    private static JsonNode value(Map<String, JsonNode> values, String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("a Stripe sample names ${" + name + "}, which nobody sets");
        }
        return value;
    }

    /** As Stripe prints: two spaces, {@code "name": value}, LF. */
    static String print(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER).withObjectEmptySeparator("").withArrayEmptySeparator(""));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        try {
            return Call.JSON.writer(printer).writeValueAsString(node);
        } catch (IOException e) {
            throw new UncheckedIOException("a Stripe sample can't be printed", e);
        }
    }
}
