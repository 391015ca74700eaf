package com.versaai.hub.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.Resource;

/** File and line of a part of Camel's model ({@code camel.main.source-location-enabled}). */
final class SourceLocations {

    private static final Pattern MADE_ID = Pattern.compile("routeId\\([^\"\\n]*\\+ \"([\\w-]+)\"\\)");

    private final List<LintedFile> files;

    SourceLocations(List<LintedFile> files) {
        this.files = files;
    }

    /** Where Camel says it is; where its route's id stands, if Camel does not know. */
    Place of(NamedNode node, String routeId) {
        String location = node == null || node.getLocation() == null ? "" : plain(node.getLocation());
        Optional<LintedFile> file = files.stream().filter(candidate -> names(location, candidate)).findFirst();
        int line = node == null ? -1 : node.getLineNumber();
        if (line > 0 && !location.isEmpty()) {
            return Place.in(file.map(LintedFile::name).orElse(location), line);
        }
        String id = '"' + String.valueOf(routeId) + '"';
        return file.or(() -> files.stream().filter(LintedFile::isJava).filter(candidate -> candidate.text().contains(id)).findFirst())
                .map(found -> found.placeOf(id)).or(() -> ofLoop(String.valueOf(routeId)))
                .orElse(location.isEmpty() ? Place.NOWHERE : Place.in(location, null));
    }

    /** In a loop an id is put together: {@code .routeId(name + "-deliver")}. The longest ending is the nearest. */
    private Optional<Place> ofLoop(String routeId) {
        Place nearest = null;
        int longest = 0;
        for (LintedFile file : files) {
            Matcher ids = MADE_ID.matcher(file.isJava() ? file.text() : "");
            while (ids.find()) {
                String ending = ids.group(1);
                if (routeId.endsWith(ending) && ending.length() > longest) {
                    longest = ending.length();
                    nearest = file.placeOf(ids.group());
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    boolean isKamelet(Resource resource) {
        return resource != null && resource.getLocation() != null && resource.getLocation().endsWith(Kamelet.ENDING);
    }

    /** Camel gives an absolute path, the configured one, or the file's name only. */
    private static boolean names(String location, LintedFile file) {
        return !location.isEmpty()
                && (file.name().equals(location) || location.endsWith('/' + file.name()) || file.name().endsWith('/' + location));
    }

    private static String plain(String location) {
        String path = location.replace('\\', '/');
        int scheme = path.indexOf(':');
        return scheme > 1 ? path.substring(scheme + 1) : path;
    }
}
