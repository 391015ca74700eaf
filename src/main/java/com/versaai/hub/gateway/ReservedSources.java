package com.versaai.hub.gateway;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Sources that only the hub itself gives events: an API key proves a caller, not that Stripe said something. Compared as a
 * person would read them: without regard to case, escapes, dots and slashes too many.
 */
public final class ReservedSources {

    private final List<String> reserved;

    /** @param reserved paths, {@code /stripe} */
    public ReservedSources(List<String> reserved) {
        this.reserved = reserved.stream().map(source -> plain(URI.create(source))).toList();
    }

    /** Whether it is one of them or lies below one. A source with a scheme or host is somebody else's. */
    public boolean contains(URI source) {
        if (source.isOpaque() || source.getScheme() != null || source.getHost() != null) {
            return false;
        }
        String plain = plain(source);
        return reserved.stream().anyMatch(one -> plain.equals(one) || plain.startsWith(one + '/'));
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
