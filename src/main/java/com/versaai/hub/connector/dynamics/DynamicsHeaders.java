package com.versaai.hub.connector.dynamics;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Bean {@code dynamicsHeaders} of {@code dynamics-record-sink}: what of a message's headers goes out with a call, and comes back with its answer. */
final class DynamicsHeaders implements HeaderFilterStrategy {

    static final String ENTITY_ID = "OData-EntityId";
    static final String ODATA_VERSION = "OData-Version";
    static final String RETRY_AFTER = "Retry-After";
    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";
    static final String SUPPRESS = "MSCRM.SuppressDuplicateDetection";

    private static final Set<String> SENT = lower(IF_MATCH, IF_NONE_MATCH, SUPPRESS);
    private static final Set<String> RECEIVED = lower(ENTITY_ID, ODATA_VERSION, RETRY_AFTER, Exchange.CONTENT_TYPE);

    private static Set<String> lower(String... names) {
        return Set.of(String.join(",", names).toLowerCase(Locale.ROOT).split(","));
    }

    /** Those of another call, or from outside, must not be taken for this one's. */
    static void clear(Message message) {
        for (String name : new String[] {IF_MATCH, IF_NONE_MATCH, SUPPRESS, ENTITY_ID, ODATA_VERSION, RETRY_AFTER}) {
            message.removeHeader(name);
        }
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !SENT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !RECEIVED.contains(name.toLowerCase(Locale.ROOT));
    }
}
