package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Feed;
import com.versaai.hub.connector.FirstLoad;
import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.provider.FaultDecoder;
import java.util.List;
import java.util.Optional;

/** Salesforce answers with an array of errors, some of which pass, and tells of changes in SOAP or, if asked, by its Pub/Sub API. */
final class SalesforceConnector implements Connector {

    private final FaultDecoder faults = new SalesforceFaults();
    private final InboundMapper inbound;
    private final SalesforcePubSub pubSub;
    private final SalesforceLoad load;

    SalesforceConnector(SalesforceChanges changes, SalesforcePubSub pubSub, SalesforceLoad load) {
        InboundMapper messages = new SalesforceMessages(changes);
        InboundMapper events = new SalesforceEvents(changes);
        // Outbound messages say no type.
        this.inbound = request -> (request.type() == null ? messages : events).map(request);
        this.pubSub = pubSub;
        this.load = load;
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
        return Optional.of(inbound);
    }

    @Override
    public List<Feed> feeds() {
        return pubSub.feeds();
    }

    @Override
    public Optional<FirstLoad> firstLoad() {
        return Optional.of(load);
    }
}
