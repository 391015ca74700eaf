package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Salesforce answers with an array of errors, some of which pass. */
final class SalesforceConnector implements Connector {

    private final FaultDecoder faults = new SalesforceFaults();

    @Override
    public String name() {
        return "salesforce";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
