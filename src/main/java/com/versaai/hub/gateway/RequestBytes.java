package com.versaai.hub.gateway;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The exact bytes of the request, whatever the route has made of the body since. Bean {@code requestBytes}. */
public final class RequestBytes implements Processor {

    /** The unpacked body as sent; empty, never null. */
    public byte[] of(Exchange exchange) {
        byte[] bytes = exchange.getProperty(RequestBytesFilter.ATTRIBUTE, byte[].class);
        if (bytes == null) {
            // A route fed by something else than HTTP (a replay, a test): its body is what it got.
            bytes = exchange.getIn().getBody(byte[].class);
        }
        return bytes == null ? new byte[0] : bytes;
    }

    /** Puts the exact bytes back as the body. */
    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(of(exchange));
    }
}
