package com.versaai.hub.sandbox;

import java.net.URI;

/** Where the hub listens: known only once the web server has its port, hence asked for each time. */
@FunctionalInterface
interface HubAddress {

    URI base();

    default URI resolve(String path) {
        return URI.create(base().toString().replaceFirst("/+$", "") + path);
    }
}
