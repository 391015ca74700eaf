package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.json.ExactNumbers;
import com.versaai.hub.json.Rfc3339;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the JSON of an event means as text, number, id or date; null where it means nothing. Never throws on bad input. */
final class Values {

    /** Ids that analytics platforms refuse, or that would merge everybody into one person. */
    private static final Set<String> NOBODY = Set.of("anon", "anonymous", "null", "undefined", "unknown", "none", "nil",
            "n/a", "na", "true", "false", "0", "-1", "[]", "{}", "lmy47d", "00000000-0000-0000-0000-000000000000");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,100}(\\.\\d{1,100})?");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\"<>(),;:\\\\\\[\\]]+@[^\\s@\"<>(),;:\\\\\\[\\]]+\\.[^\\s@.\"<>(),;:\\\\\\[\\]]{2,}");
    /** Epochs above this are milliseconds: as seconds they would lie after the year 5000. */
    private static final long SECONDS_LIMIT = 100_000_000_000L;
    private static final int ID_LIMIT = 200;
    /** The shortest of the providers' limits (Salesforce). */
    private static final int EMAIL_LIMIT = 80;

    private Values() {
    }

    /** Text, number or boolean as text; a whole number without the ".0" that jq's arithmetic leaves. */
    static String text(JsonNode node) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            return null;
        }
        boolean whole = node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue()) && Math.abs(node.doubleValue()) < 1e15;
        return whole ? Long.toString(node.longValue()) : node.asText();
    }

    /** One clean line of at most {@code limit} characters. */
    static String line(JsonNode node, int limit) {
        String text = text(node);
        return text == null ? null : PlainText.line(text, limit);
    }

    /** An id as text, unless it is blank or a placeholder. */
    static String identifier(JsonNode node) {
        String id = line(node, ID_LIMIT);
        return id == null || NOBODY.contains(id.toLowerCase(Locale.ROOT)) ? null : id;
    }

    /** An e-mail address in lower case, so that it is one key; providers refuse the whole record for a wrong one. */
    static String email(JsonNode node) {
        String text = text(node);
        String email = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        return email.length() <= EMAIL_LIMIT && EMAIL.matcher(email).matches() ? email : null;
    }

    /** A number of those that the hub accepts, or a text that is one; with every digit. */
    static BigDecimal decimal(JsonNode node) {
        if (node == null || !node.isNumber()) {
            String text = node != null && node.isTextual() ? node.asText().strip() : "";
            return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
        }
        BigDecimal value = node.isDouble() && !Double.isFinite(node.doubleValue()) ? null : node.decimalValue();
        return value != null && ExactNumbers.isUsual(value) ? new BigDecimal(value.stripTrailingZeros().toPlainString()) : null;
    }

    /** How many hundredths of the whole the part is, rounded down; null when it can't be said. */
    static BigDecimal percent(JsonNode part, JsonNode whole) {
        BigDecimal of = whole.isNumber() ? decimal(whole) : null;
        BigDecimal some = part.isNumber() ? decimal(part) : null;
        return some == null || of == null || of.signum() <= 0 ? null : some.movePointRight(2).divide(of, 0, RoundingMode.FLOOR);
    }

    /** Milliseconds since 1970 of an ISO date or time, or of an epoch in seconds or milliseconds. */
    static Long millis(JsonNode node) {
        if (node.isNumber()) {
            return node.canConvertToLong() ? epoch(node.decimalValue().longValue()) : null;
        }
        String text = text(node);
        if (text == null || text.length() < 10) {
            return null;
        }
        try {
            return (text.length() == 10 ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Rfc3339.parseLoosely(text)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null; // not a date: the caller leaves the field out
        }
    }

    private static long epoch(long value) {
        return Math.abs(value) < SECONDS_LIMIT ? value * 1000 : value;
    }

    /** The UTC day, {@code 2025-10-09}. */
    static String day(JsonNode node) {
        Long millis = millis(node);
        if (millis == null) {
            return null;
        }
        int year = Instant.ofEpochMilli(Math.max(-62_135_596_800_000L, Math.min(millis, 253_402_300_799_000L)))
                .atOffset(ZoneOffset.UTC).getYear();
        return year < 1700 || year > 4000 ? null : Instant.ofEpochMilli(millis).toString().substring(0, 10);
    }

    /** The object without its null, blank and empty fields. */
    static JsonNode compact(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            boolean blank = value.isNull() || value.isTextual() && value.textValue().isBlank() || value.isContainerNode() && value.isEmpty();
            if (!blank) {
                kept.set(field.getKey(), value);
            }
        }
        return kept;
    }

    /** The object's numbers, booleans and clean texts; what is null, blank or nested goes. */
    static JsonNode tidy(JsonNode node, int limit) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isNumber() || value.isBoolean()) {
                kept.set(field.getKey(), value);
            } else if (value.isTextual()) {
                String line = line(value, limit);
                if (line != null) {
                    kept.set(field.getKey(), TextNode.valueOf(line));
                }
            }
        }
        return kept;
    }
}
