package com.versaai.hub.verification;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is signed, written with placeholders: <code>v0:{timestamp}:{body}</code>. */
final class SignedTemplate {

    /** What a placeholder stands for. */
    enum Field {
        /** The bytes as they came. */
        BODY,
        /** Of the timestamp header, as it was sent. */
        TIMESTAMP,
        /** Of the id header, as it was sent. */
        ID,
        METHOD,
        /** The configured public URL with path and query of the request. */
        URL,
        /** As it was sent, without query. */
        PATH;

        private String placeholder() {
            return '{' + name().toLowerCase(Locale.ROOT) + '}';
        }
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*}");

    /** A literal's bytes, or a field: the other is null. */
    private record Part(byte[] literal, Field field) {
    }

    private final List<Part> parts = new ArrayList<>();
    private final Set<Field> fields = EnumSet.noneOf(Field.class);

    /** @throws IllegalArgumentException naming the placeholder that is none */
    SignedTemplate(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        int end = 0;
        while (matcher.find()) {
            literal(template.substring(end, matcher.start()));
            Field field = field(matcher.group());
            fields.add(field);
            parts.add(new Part(null, field));
            end = matcher.end();
        }
        literal(template.substring(end));
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text.getBytes(StandardCharsets.UTF_8), null));
        }
    }

    private static Field field(String placeholder) {
        for (Field field : Field.values()) {
            if (field.placeholder().equals(placeholder)) {
                return field;
            }
        }
        throw new IllegalArgumentException(placeholder + " stands for nothing: there are {body}, {timestamp}, {id}, {method}, {url} and {path}");
    }

    boolean has(Field field) {
        return fields.contains(field);
    }

    /** The bytes to sign, in pieces, so that a body is never copied. */
    List<byte[]> fill(Map<Field, byte[]> values) {
        List<byte[]> pieces = new ArrayList<>(parts.size());
        for (Part part : parts) {
            pieces.add(part.field() == null ? part.literal() : values.get(part.field()));
        }
        return pieces;
    }

    static Map<Field, byte[]> values() {
        return new EnumMap<>(Field.class);
    }
}
