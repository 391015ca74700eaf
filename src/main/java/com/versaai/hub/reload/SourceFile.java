package com.versaai.hub.reload;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One file an engineer edits, as it was read.
 *
 * @param path as people name it: {@code routes/events/UserEvents.java}
 */
record SourceFile(String path, Kind kind, String text) {

    /** Classes that tell route files what connectors there are. */
    private static final List<String> CONNECTORS = List.of("Destinations", "EventTypes", "Sources");

    /** Routes that only one connector needs go with its folder; nothing else there is a route. */
    private static final Pattern ROUTE_OF_A_CONNECTOR = Pattern.compile("routes/connectors/[^/]+/[^/]+\\.java");

    enum Kind {
        JAVA, YAML, KAMELET
    }

    /** What a path in the folders is, null for what is not the hub's. */
    static Kind kind(String path) {
        if (path.endsWith(".kamelet.yaml")) {
            return Kind.KAMELET;
        }
        if (path.startsWith("kamelets/")) {
            return null;
        }
        if (path.startsWith("routes/connectors/")) {
            return ROUTE_OF_A_CONNECTOR.matcher(path).matches() ? Kind.JAVA : null;
        }
        return path.endsWith(".java") ? Kind.JAVA : path.endsWith(".yaml") || path.endsWith(".yml") ? Kind.YAML : null;
    }

    /** Whether it is a connector's manifest, or the fields beside it, which package connector reads. */
    static boolean isManifest(String path) {
        return path.startsWith("routes/connectors/") && (path.endsWith("/connector.yaml") || path.endsWith("/fields.yaml"));
    }

    /** Whether it asks what connectors there are, so that it says something else when these change. */
    boolean asksForConnectors() {
        return kind == Kind.JAVA && CONNECTORS.stream().anyMatch(this::mentions);
    }

    /** The name without folder and ending. */
    String name() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.substring(0, file.indexOf('.'));
    }

    /** Whether the text holds {@code name} as a whole word. */
    boolean mentions(String name) {
        return mentions(text, name);
    }

    static boolean mentions(String text, String name) {
        return text.contains(name) && Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])").matcher(text).find();
    }

    /** The first line that holds {@code part}, 0 when none does. */
    int lineOf(String part) {
        int at = text.indexOf(part);
        return at < 0 ? 0 : (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }
}
