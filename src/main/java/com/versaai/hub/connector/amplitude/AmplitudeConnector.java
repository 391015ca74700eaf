package com.versaai.hub.connector.amplitude;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Amplitude says which fields were wrong and who is throttled. */
final class AmplitudeConnector implements Connector {

    private final FaultDecoder faults = new AmplitudeFaults();

    @Override
    public String name() {
        return "amplitude";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
