package com.versaai.hub.reload;

import java.util.Set;

/** Components by which a request of somebody outside would reach a route without having been asked for its key. */
public final class Entrances {

    /** The schemes of their addresses. */
    public static final Set<String> SCHEMES = Set.of("platform-http", "servlet", "jetty", "netty-http", "netty", "undertow", "rest",
            "rest-api", "rest-openapi", "cxf", "cxfrs", "atmosphere-websocket", "vertx-websocket", "webhook", "coap", "coaps", "grpc",
            "mina", "knative", "cometd", "cometds");

    private Entrances() {
    }
}
