package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Salesforce answers with an array of errors, some of which pass, and tells of changes in SOAP. */
final class SalesforceConnector implements Connector {

    private final FaultDecoder faults = new SalesforceFaults();
    private final InboundMapper messages;

    SalesforceConnector(SalesforceChanges changes) {
        this.messages = new SalesforceMessages(changes);
    }

    @Override
    public String name() {
        return "salesforce";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }

    @Override
    public Optional<InboundMapper> inbound() {
        return Optional.of(messages);
    }
}
