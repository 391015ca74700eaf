package com.versaai.hub.sandbox;

import java.util.LinkedHashSet;
import java.util.Set;

/** Access tokens a simulator has issued; the latest {@value #MOST} live at a time. Thread-safe. */
public final class Tokens {

    private static final int MOST = 1000;

    private final Set<String> live = new LinkedHashSet<>();

    /** It counts from now on. */
    public synchronized void issue(String token) {
        live.add(token);
        if (live.size() > MOST) {
            live.remove(live.iterator().next());
        }
    }

    /** Whether it was issued and has not expired. */
    public synchronized boolean isLive(String token) {
        return live.contains(token);
    }

    /** None counts any longer. */
    public synchronized void expireAll() {
        live.clear();
    }
}
