package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Slack answers 200 to what it refuses. */
final class SlackConnector implements Connector {

    private final FaultDecoder faults = new SlackFaults();

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
