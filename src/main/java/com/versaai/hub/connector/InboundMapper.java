package com.versaai.hub.connector;

/** Makes the hub's events of what one provider sent. Pure and thread-safe: the same bytes give the same events with the same ids. */
public interface InboundMapper {

    /** @throws UnmappableException when a field that is needed is missing or makes no sense */
    InboundMapping map(InboundRequest request);

    /**
     * The same for a thin event together with the object it names, after {@link InboundMapping.Outcome#NEEDS_OBJECT}.
     *
     * @param object the answer to {@code GET} {@link InboundMapping#fetch()}
     */
    default InboundMapping map(InboundRequest request, byte[] object) {
        throw new UnsupportedOperationException("no mapping of " + request.source() + " asks for an object");
    }
}
