package com.versaai.hub.reload;

import java.util.Set;
import org.apache.camel.impl.engine.DefaultInflightRepository;

/**
 * Camel's count of messages inside a route, of which some routes can be let go: they are taken out as if nobody were inside, and
 * their count goes on, because those who are inside will still leave.
 */
final class InflightCounts extends DefaultInflightRepository {

    private volatile Set<String> letGo = Set.of();

    /** Until the next call nobody waits for the messages inside these routes. */
    void letGo(Set<String> routes) {
        letGo = Set.copyOf(routes);
    }

    @Override
    public int size(String routeId) {
        return letGo.contains(routeId) ? 0 : super.size(routeId);
    }

    @Override
    public void removeRoute(String routeId) {
        if (!letGo.contains(routeId)) {
            super.removeRoute(routeId);
        }
    }
}
