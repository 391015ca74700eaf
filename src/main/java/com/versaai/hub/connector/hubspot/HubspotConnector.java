package com.versaai.hub.connector.hubspot;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** HubSpot names its refusals by category, and limits by policy. */
final class HubspotConnector implements Connector {

    private final FaultDecoder faults = new HubspotFaults();

    @Override
    public String name() {
        return "hubspot";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
