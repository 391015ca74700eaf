package com.versaai.hub.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;

/**
 * One step of a route, as it was found and left.
 *
 * @param route  the route's id
 * @param step   what the step is, as Camel names it: {@code filter[simple{…}]}
 * @param file   of the route's text, null where it is not known
 * @param line   in that file, null where it is not known
 * @param micros how long it took, with all that lies inside it; null while it is under way
 * @param before what it was given
 * @param after  what it left, null where that is the same, or while it is under way
 * @param error  kind of what it threw and where, null for nothing: the text of an exception may hold anything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Step(String route, String step, String file, Integer line, Instant at, Long micros, State before, State after, String error) {

    /** What a message was. */
    record State(Object body, Map<String, Object> headers) {
    }

    long size() {
        return size(before) + (after == null ? 0 : size(after)) + step.length();
    }

    private static long size(State state) {
        return String.valueOf(state.body()).length() + state.headers().toString().length();
    }
}
