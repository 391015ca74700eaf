package com.versaai.hub.ai.budget;

import com.versaai.hub.event.Event;

/** Where it is told that a tenant has spent much of its month. */
public interface ThresholdEvents {

    /** Returns at once: a caller waits for its answer. */
    void tell(Event event);
}
