package com.versaai.hub.lint;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.util.URISupport;

/**
 * One use of an endpoint.
 *
 * @param uri     whole, placeholders replaced where they resolve
 * @param options of its query
 */
record Endpoint(String uri, Map<String, String> options, Direction direction, Place place) {

    enum Direction { CONSUMER, PRODUCER }

    static Endpoint of(String uri, Direction direction, Place place) {
        Map<String, String> options = new LinkedHashMap<>();
        int query = uri.indexOf('?');
        if (query >= 0) {
            try {
                URISupport.parseQuery(uri.substring(query + 1), true).forEach((name, value) -> options.put(name, String.valueOf(value)));
            } catch (URISyntaxException e) {
                // The catalog says what is wrong with it.
                options.clear();
            }
        }
        return new Endpoint(uri, options, direction, place);
    }

    boolean consumes() {
        return direction == Direction.CONSUMER;
    }

    /** Empty when it is only known while a message is under way. */
    String scheme() {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        return scheme.matches("[A-Za-z][A-Za-z0-9+.-]*") ? scheme : "";
    }

    boolean is(String scheme) {
        return scheme().equals(scheme);
    }

    /** What stands between scheme and query. */
    String path() {
        String rest = uri.substring(uri.indexOf(':') + 1);
        int query = rest.indexOf('?');
        rest = query < 0 ? rest : rest.substring(0, query);
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    /** Name of the kamelet that is called, without the route id that may follow it. */
    String kamelet() {
        String path = path();
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** Whether a part of this text is only known while a message is under way, or a placeholder without a value. */
    static boolean open(String text) {
        return text.contains("${") || text.contains("$simple{") || text.contains("{{");
    }
}
