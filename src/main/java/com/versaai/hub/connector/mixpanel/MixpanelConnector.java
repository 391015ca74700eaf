package com.versaai.hub.connector.mixpanel;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Mixpanel lists the records it refused. */
final class MixpanelConnector implements Connector {

    private final FaultDecoder faults = new MixpanelFaults();

    @Override
    public String name() {
        return "mixpanel";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
