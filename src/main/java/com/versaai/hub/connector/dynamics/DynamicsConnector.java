package com.versaai.hub.connector.dynamics;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Dynamics names its refusals by code, and some of them come with a status that says something else. */
final class DynamicsConnector implements Connector {

    private final FaultDecoder faults = new DynamicsFaults();

    @Override
    public String name() {
        return "dynamics";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
