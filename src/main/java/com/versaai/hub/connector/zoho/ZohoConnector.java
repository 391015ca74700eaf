package com.versaai.hub.connector.zoho;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Zoho says what it refuses of each record, whatever the HTTP status is. */
final class ZohoConnector implements Connector {

    private final FaultDecoder faults = new ZohoFaults();

    @Override
    public String name() {
        return "zoho";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
