package com.versaai.hub.gateway;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * Puts the hub's own border in the place of platform-http's binding, for every {@code platform-http} and contract route: bytes in
 * and bytes out, allow-lists both ways, problems for failures. No endpoint option can switch it off.
 */
final class BorderEngine implements PlatformHttpEngine {

    private final int port;
    private final HttpBorder border;

    BorderEngine(int port, HttpBorder border) {
        this.port = port;
        this.border = border;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new BorderConsumer(endpoint, processor, border);
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
