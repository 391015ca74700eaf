package com.versaai.hub.connector;

import com.versaai.hub.provider.FaultDecoder;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest cannot say of one provider. Each package below this one holds one, as a bean; Spring injects all of them.
 *
 * <p>A connector is a type. Its instances, with an account and limits each, are destinations and sources.
 */
public interface Connector {

    /** The name of the connector's folders: of its package, of its manifest, of its simulator. */
    String name();

    /** What reads this provider's failures; empty where the generic reading understands them. Asked often, so always the same one. */
    default Optional<FaultDecoder> faults() {
        return Optional.empty();
    }

    /** What makes events of this provider's requests; empty where {@code inbound.jq} beside the manifest does. Always the same one. */
    default Optional<InboundMapper> inbound() {
        return Optional.empty();
    }

    /** Streams that are read instead of being told; none unless the configuration names some. Asked once, at the start. */
    default List<Feed> feeds() {
        return List.of();
    }

    /** What reads the objects that the manifest lists under {@code inbound.loads}; empty where it lists none. Always the same one. */
    default Optional<FirstLoad> firstLoad() {
        return Optional.empty();
    }
}
