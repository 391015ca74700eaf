package com.versaai.hub.gateway;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The border in the sandbox, and a client without manners. */
@SpringBootTest(classes = BorderApp.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"hub.gateway.body-timeout=1s", "hub.sandbox.allowed-hosts=hooks.example.net"})
@BorderApp.Properties
@AutoConfigureObservability(tracing = false)
@ActiveProfiles("sandbox")
abstract class BorderCase {

    /** Where the token of the own machine is. */
    static final String TOKENS = "target/hub-test/border";

    /** {@link #keyOf} is the key of a caller with that scope alone. */
    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        registry.add("hub.api.local-access", () -> TOKENS);
        List<String> labels = new ArrayList<>(Scope.labels());
        registry.add("hub.api.keys[0].name", () -> "sandbox");
        registry.add("hub.api.keys[0].key", () -> "sandbox-api-key");
        registry.add("hub.api.keys[0].scopes", () -> String.join(",", Scope.labels()));
        labels.add("");
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            String entry = "hub.api.keys[" + (i + 1) + "].";
            registry.add(entry + "name", () -> "only " + label);
            registry.add(entry + "key", () -> keyOf(label));
            registry.add(entry + "scopes", () -> label);
        }
    }

    static String keyOf(String label) {
        return "key-of-" + label.replace(':', '-');
    }

    @LocalServerPort
    int port;
    Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }
}
