package com.versaai.hub.gateway;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Sources that only the hub itself gives events: an API key proves a caller, not that a provider said something. Compared as a
 * person would read them: without regard to case, escapes, dots and slashes too many.
 */
public final class ReservedSources {

    private final List<String> reserved;
    private final ProvedSources proved;
    private volatile Known known = new Known(List.of(), List.of());

    /** What was made plain already: it is asked with every event. */
    private record Known(Collection<String> paths, List<String> plain) {
    }

    /** @param reserved paths, {@code /hub} */
    public ReservedSources(List<String> reserved) {
        this(reserved, List::of);
    }

    /** @param proved further ones, that change */
    public ReservedSources(List<String> reserved, ProvedSources proved) {
        this.reserved = plain(reserved);
        this.proved = proved;
    }

    private static List<String> plain(Collection<String> paths) {
        return paths.stream().map(source -> plain(URI.create(source))).toList();
    }

    /** Whether it is one of them or lies below one. A source with a scheme or host is somebody else's. */
    public boolean contains(URI source) {
        if (source.isOpaque() || source.getScheme() != null || source.getHost() != null) {
            return false;
        }
        String plain = plain(source);
        return Stream.concat(reserved.stream(), proved().stream()).anyMatch(one -> plain.equals(one) || plain.startsWith(one + '/'));
    }

    private List<String> proved() {
        Collection<String> paths = proved.paths();
        Known now = known;
        if (now.paths() != paths) {
            now = new Known(paths, plain(paths));
            known = now;
        }
        return now.plain();
    }

    private static String plain(URI source) {
        Deque<String> steps = new ArrayDeque<>();
        for (String step : source.getPath().toLowerCase(Locale.ROOT).split("/")) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }
}
