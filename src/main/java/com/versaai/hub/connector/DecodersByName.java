package com.versaai.hub.connector;

import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.FaultDecoders;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** A destination's decoder is that of the connector it is named after: {@code <connector>}, or {@code <connector>-<account>}. */
final class DecodersByName implements FaultDecoders, SmartInitializingSingleton {

    private final Supplier<Stream<Connector>> all;
    private volatile Map<String, Connector> connectors = Map.of();

    /** @param all every connector; asked once, when all beans stand, since a connector may need one that reads failures itself */
    DecodersByName(Supplier<Stream<Connector>> all) {
        this.all = all;
    }

    /** @throws IllegalStateException when two connectors have one name: the hub does not start */
    @Override
    public void afterSingletonsInstantiated() {
        connectors = all.get().collect(Collectors.toUnmodifiableMap(Connector::name, connector -> connector, (first, second) -> {
            throw new IllegalStateException("two connectors are named " + first.name() + ": " + first.getClass().getName() + " and "
                    + second.getClass().getName() + "; rename one, with its folders");
        }));
    }

    @Override
    public Optional<FaultDecoder> of(String destination) {
        Connector exact = connectors.get(destination);
        int dash = destination.indexOf('-');
        Connector connector = exact != null || dash < 0 ? exact : connectors.get(destination.substring(0, dash));
        return Optional.ofNullable(connector).flatMap(Connector::faults);
    }
}
