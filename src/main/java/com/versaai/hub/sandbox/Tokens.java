package com.versaai.hub.sandbox;

import java.util.LinkedHashSet;
import java.util.Set;

/** Access tokens a simulator has issued; the latest {@value #MOST} live at a time. Thread-safe. */
final class Tokens {

    private static final int MOST = 1000;

    private final Set<String> live = new LinkedHashSet<>();

    synchronized void issue(String token) {
        live.add(token);
        if (live.size() > MOST) {
            live.remove(live.iterator().next());
        }
    }

    synchronized boolean isLive(String token) {
        return live.contains(token);
    }

    synchronized void expireAll() {
        live.clear();
    }
}
