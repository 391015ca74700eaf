package cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of JSON. What is not there is an empty text, list or object, so that an answer that lacks something is shown without it.
 *
 * @param value Map, List, String, Boolean, Number as it was written (a StringBuilder), or null
 */
record Json(Object value) {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** @throws IOException for a text that is no JSON, or more than one value */
    static Json of(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return new Json(value);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no value");
        }
        switch (token) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                return fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                return items;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return token == JsonToken.VALUE_TRUE;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return new StringBuilder(parser.getText());
            }
        }
    }

    Json at(String name) {
        return new Json(value instanceof Map<?, ?> fields ? fields.get(name) : null);
    }

    boolean has(String name) {
        return value instanceof Map<?, ?> fields && fields.get(name) != null;
    }

    /** A field's text, number or word; empty where there is none. */
    String text(String name) {
        return at(name).text();
    }

    String text() {
        return value == null ? "" : value instanceof Map || value instanceof List ? compact() : value.toString();
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(at(name).value);
    }

    List<Json> items(String name) {
        return at(name).items();
    }

    List<Json> items() {
        return value instanceof List<?> items ? items.stream().map(Json::new).toList() : List.of();
    }

    /** Fields by name, in their order. */
    Map<String, Json> fields() {
        Map<String, Json> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> all.put(name.toString(), new Json(field)));
        }
        return all;
    }

    String compact() {
        return write(new StringBuilder(), value, -1).toString();
    }

    /** With line breaks, for people and files. */
    String pretty() {
        return write(new StringBuilder(), value, 0).toString();
    }

    private static StringBuilder write(StringBuilder out, Object value, int depth) {
        if (value instanceof Map<?, ?> fields) {
            out.append('{');
            fields.forEach((name, field) -> {
                line(out, depth, '{');
                quote(out, name.toString()).append(depth < 0 ? ":" : ": ");
                write(out, field, depth < 0 ? depth : depth + 1);
            });
            return end(out, depth, fields.isEmpty()).append('}');
        }
        if (value instanceof List<?> items) {
            out.append('[');
            for (Object item : items) {
                line(out, depth, '[');
                write(out, item, depth < 0 ? depth : depth + 1);
            }
            return end(out, depth, items.isEmpty()).append(']');
        }
        return value instanceof String text ? quote(out, text) : out.append(value);
    }

    private static void line(StringBuilder out, int depth, char opening) {
        if (out.charAt(out.length() - 1) != opening) {
            out.append(',');
        }
        end(out, depth < 0 ? depth : depth + 1, false);
    }

    private static StringBuilder end(StringBuilder out, int depth, boolean empty) {
        return depth < 0 || empty ? out : out.append('\n').append("  ".repeat(depth));
    }

    private static StringBuilder quote(StringBuilder out, String text) {
        return out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
    }

    static String quoted(String text) {
        return quote(new StringBuilder(), text).toString();
    }
}
