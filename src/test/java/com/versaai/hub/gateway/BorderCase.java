package com.versaai.hub.gateway;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/** The border in the sandbox, and a client without manners. */
@SpringBootTest(classes = BorderApp.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"hub.gateway.body-timeout=1s", "hub.sandbox.allowed-hosts=hooks.example.net"})
@BorderApp.Properties
@AutoConfigureObservability(tracing = false)
@ActiveProfiles("sandbox")
abstract class BorderCase {

    @LocalServerPort
    int port;
    Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }
}
