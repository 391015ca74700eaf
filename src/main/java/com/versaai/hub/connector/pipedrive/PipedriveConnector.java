package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Pipedrive says when its limit is over in a header of its own. */
final class PipedriveConnector implements Connector {

    private final FaultDecoder faults = new PipedriveFaults();

    @Override
    public String name() {
        return "pipedrive";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
