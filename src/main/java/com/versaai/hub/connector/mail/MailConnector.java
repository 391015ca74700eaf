package com.versaai.hub.connector.mail;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.FaultDecoder;
import java.util.Optional;

/** Mail servers answer with reply codes, which the client throws. */
final class MailConnector implements Connector {

    private final FaultDecoder faults = new MailFaults();

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }
}
