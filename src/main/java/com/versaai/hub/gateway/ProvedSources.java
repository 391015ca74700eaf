package com.versaai.hub.gateway;

import java.util.Collection;

/** Sources of events that the hub makes of requests whose sender it has checked itself. They come and go while it runs. */
@FunctionalInterface
public interface ProvedSources {

    /** As in events, {@code /stripe}; the same collection as long as nothing changes. */
    Collection<String> paths();
}
