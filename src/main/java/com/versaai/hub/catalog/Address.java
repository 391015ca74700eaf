package com.versaai.hub.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.URISupport;

/** An endpoint as a route names it, taken apart. Its parameters may hold secrets: they are read here and shown nowhere. */
record Address(String scheme, String path, Map<String, String> parameters) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.-]+)(?::[^}]*)?}}");
    /** Endpoints inside the hub that another route can be found by. */
    private static final Set<String> INTERNAL = Set.of("kafka", "direct", "seda");
    private static final Set<String> NOT_OUTSIDE = Set.of("kafka", "direct", "seda", "kamelet", "log", "mock", "bean", "class",
            "language", "dataformat");

    static Address of(String uri, Map<String, String> given) {
        String text = filled(uri, given);
        int query = text.indexOf('?');
        String endpoint = query < 0 ? text : text.substring(0, query);
        int colon = endpoint.indexOf(':');
        // Without one nobody knows yet whom it calls (a placeholder that is not set, an expression): outside, as the worse of both.
        String scheme = colon < 0 ? "" : endpoint.substring(0, colon);
        String path = endpoint.substring(colon + 1).replaceFirst("^/{1,2}", "");
        return new Address(scheme, path, query < 0 ? Map.of() : parameters(text.substring(query + 1)));
    }

    /** The text with the parameters of a template or kamelet in place; what else is in double braces stays as it is. */
    static String filled(String text, Map<String, String> given) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = given.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return parameters;
    }

    /** Names that other routes meet this endpoint by: topics, or one name with its scheme. */
    List<String> names() {
        return scheme.equals("kafka") ? Stream.of(path.split(",")).map(String::strip).filter(topic -> !topic.isEmpty()).toList()
                : List.of(shown());
    }

    boolean internal() {
        return INTERNAL.contains(scheme);
    }

    boolean outside() {
        return !NOT_OUTSIDE.contains(scheme);
    }

    /** Name of the kamelet; null when it is none, or one of the two ends inside a kamelet. */
    String kamelet() {
        if (!scheme.equals("kamelet") || path.equals("source") || path.equals("sink")) {
            return null;
        }
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** Without parameters and passwords. */
    String shown() {
        boolean authority = path.contains("@");
        return authority ? URISupport.sanitizeUri(scheme + "://" + path) : scheme.isEmpty() ? path : scheme + ':' + path;
    }
}
