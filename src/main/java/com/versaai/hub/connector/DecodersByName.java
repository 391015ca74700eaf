package com.versaai.hub.connector;

import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.FaultDecoders;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** A destination's decoder is that of the connector it is named after: {@code <connector>}, or {@code <connector>-<account>}. */
final class DecodersByName implements FaultDecoders, SmartInitializingSingleton {

    private final Supplier<Stream<Connector>> all;
    private final Manifests manifests;
    private volatile Map<String, Connector> connectors = Map.of();

    /**
     * @param all       every connector with Java; asked once, when all beans stand, since a connector may need one that reads failures itself
     * @param manifests whose fault rules have the last word
     */
    DecodersByName(Supplier<Stream<Connector>> all, Manifests manifests) {
        this.all = all;
        this.manifests = manifests;
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
        Optional<FaultDecoder> decoder = Optional.ofNullable(named(destination, connectors::get)).flatMap(Connector::faults);
        Manifest manifest = named(destination, manifests::get);
        return manifest == null || manifest.faults().isEmpty() ? decoder
                : Optional.of(new RuledDecoder(decoder.orElse(FaultDecoder.GENERIC), manifest.faults()));
    }

    private static <T> T named(String destination, Function<String, T> all) {
        T exact = all.apply(destination);
        int dash = destination.indexOf('-');
        return exact != null || dash < 0 ? exact : all.apply(destination.substring(0, dash));
    }
}
