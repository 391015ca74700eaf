package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedSourcesTest {

    private final ReservedSources reserved = new ReservedSources(List.of("/stripe", "/hub/"));

    @ParameterizedTest
    @ValueSource(strings = {"/stripe", "/Stripe", "/stripe/", "///stripe", "stripe", "./stripe", "/./stripe", "/x/../stripe", "/../stripe",
        "/%73tripe", "/stripe/accounts", "/stripe?x=1", "/stripe#x", "/hub", "/hub/health", "/stripe%2Fx"})
    void areTheHubs(String source) {
        assertThat(reserved.contains(URI.create(source))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/versaai", "/stripes", "/my/stripe", "/", "", "https://example.test/stripe", "urn:stripe", "mailto:ops@example.test",
        "//example.test/stripe", "//stripe", "/hubspot", "/a%20b", "#stripe"})
    void areTheCallers(String source) {
        assertThat(reserved.contains(URI.create(source))).isFalse();
    }
}
