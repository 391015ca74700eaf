package com.versaai.hub.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The steps of one event through one route and whatever that calls. Thread-safe: branches may run beside each other. */
final class Trace {

    static final String PROPERTY = "hub.trace";
    /** A loop must not fill the memory. */
    private static final int MOST = 200;

    final String event;
    final String originid;
    final String type;
    final String route;
    final Instant at;
    final Shown shown;
    private final List<Step> steps = new ArrayList<>();
    private long size;
    private int left;

    /** @param originid the sender's id, null where it is not known */
    Trace(String event, String originid, String type, String route, Instant at, Shown shown) {
        this.event = event;
        this.originid = originid;
        this.type = type;
        this.route = route;
        this.at = at;
        this.shown = shown;
    }

    /** @return its place, for {@link #ended}; -1 when there are too many */
    synchronized int began(Step step) {
        if (steps.size() == MOST) {
            left++;
            return -1;
        }
        steps.add(step);
        size += step.size();
        return steps.size() - 1;
    }

    synchronized void ended(int place, Step step) {
        size += step.size() - steps.get(place).size();
        steps.set(place, step);
    }

    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How many more there were. */
    synchronized int left() {
        return left;
    }

    synchronized long size() {
        return size;
    }

    boolean isOf(String id) {
        return id.equals(event) || id.equals(originid);
    }
}
