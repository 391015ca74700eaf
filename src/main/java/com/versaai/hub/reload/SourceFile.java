package com.versaai.hub.reload;

import java.util.regex.Pattern;

/**
 * One file an engineer edits, as it was read.
 *
 * @param path as people name it: {@code routes/events/UserEvents.java}
 */
record SourceFile(String path, Kind kind, String text) {

    /** Routes that only one connector needs go with its folder; nothing else there is a route. */
    private static final Pattern ROUTE_OF_A_CONNECTOR = Pattern.compile("routes/connectors/[^/]+/[^/]+\\.java");

    private static final Pattern FOREIGN = Pattern.compile("\\.(groovy|kts?|xml)$");

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

    /** Whether it is written in a language of Camel's that is not read here; whoever wrote it waits for it to run. */
    static boolean isForeign(String path) {
        return path.startsWith("routes/") && FOREIGN.matcher(path).find();
    }

    /** Whether a change of it changes what runs, or what is told. */
    static boolean isLookedAt(String path) {
        return kind(path) != null || isManifest(path) || isForeign(path) || path.startsWith("routes/connectors/") && path.endsWith(".jq");
    }

    /** The name without folder and ending. */
    String name() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.substring(0, file.indexOf('.'));
    }

    /** The first line that holds {@code part}, 0 when none does. */
    int lineOf(String part) {
        int at = text.indexOf(part);
        return at < 0 ? 0 : (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }
}
