package com.versaai.hub.connector;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a provider sent, verified and well-formed, as its mapping sees it.
 *
 * @param source     the instance that sent it: its events are of {@code /<source>}
 * @param id         the sender's id of it, where the manifest says; null for none
 * @param type       likewise
 * @param time       likewise, as it was written
 * @param subject    likewise
 * @param account    of somebody whose requests the sender passes on, likewise; null for the sender's own
 * @param live       whether it is real, false for a test; null where the manifest or the request doesn't say
 * @param receivedAt when it came
 * @param headers    by lower-case name, those that were stored
 * @param body       the JSON: the exact bytes, or what the manifest takes from them ({@code body}, {@code sealed}); not copied, so don't change them
 */
public record InboundRequest(String source, String id, String type, String time, String subject, String account, Boolean live,
        Instant receivedAt, Map<String, List<String>> headers, byte[] body) {

    /** Without what may be personal. */
    @Override
    public String toString() {
        return "InboundRequest[" + source + ' ' + id + ' ' + type + ", " + body.length + " bytes]";
    }
}
