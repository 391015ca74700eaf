package com.versaai.hub.lint;

import java.util.List;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.Resource;

/** File and line of a part of Camel's model ({@code camel.main.source-location-enabled}). */
final class SourceLocations {

    private final List<SourceFile> files;

    SourceLocations(List<SourceFile> files) {
        this.files = files;
    }

    /** Where Camel says it is; where its route's id stands, if Camel does not know. */
    Place of(NamedNode node, String routeId) {
        String location = node == null || node.getLocation() == null ? "" : plain(node.getLocation());
        Optional<SourceFile> file = files.stream().filter(candidate -> names(location, candidate)).findFirst();
        int line = node == null ? -1 : node.getLineNumber();
        if (line > 0 && !location.isEmpty()) {
            return Place.in(file.map(SourceFile::name).orElse(location), line);
        }
        String id = '"' + String.valueOf(routeId) + '"';
        return file.or(() -> files.stream().filter(SourceFile::isJava).filter(candidate -> candidate.text().contains(id)).findFirst())
                .map(found -> found.placeOf(id)).orElse(location.isEmpty() ? Place.NOWHERE : Place.in(location, null));
    }

    boolean isKamelet(Resource resource) {
        return resource != null && resource.getLocation() != null && resource.getLocation().endsWith(Kamelet.ENDING);
    }

    /** Camel gives an absolute path, the configured one, or the file's name only. */
    private static boolean names(String location, SourceFile file) {
        return !location.isEmpty()
                && (file.name().equals(location) || location.endsWith('/' + file.name()) || file.name().endsWith('/' + location));
    }

    private static String plain(String location) {
        String path = location.replace('\\', '/');
        int scheme = path.indexOf(':');
        return scheme > 1 ? path.substring(scheme + 1) : path;
    }
}
