package com.versaai.hub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** {@code hub.sandbox.allowed-hosts} and {@code hub.sandbox.open-to-network}: what they open, and what they don't. */
class TunnelTest extends BorderCase {

    private static final String TUNNEL = "Host: hooks.example.net\nX-Forwarded-For: 203.0.113.7\nX-Forwarded-Host: hooks.example.net\nX-Forwarded-Proto: https";

    @Test
    void aTunnelBringsWebhooksAndNothingElse() throws IOException {
        assertThat(wire.send("POST", "/webhooks/echo", TUNNEL, "x".getBytes(UTF_8)).status()).isEqualTo(200);
        assertThat(wire.send("POST", "/webhooks/echo", "Host: HOOKS.example.net:443", "x".getBytes(UTF_8)).status()).isEqualTo(200);
        for (String path : List.of("/api/v1/events", "/v1/models", "/sandbox/faults", "/jolokia/version", "/actuator/health", "/docs/", "/openapi.yaml", "/webhooks",
                "/webhooks/../api/v1/events", "/webhooks/%2e%2e/api/v1/events", "/webhooks/..;/api/v1/events", "/webhooks//echo", "/webhooks/;x/echo")) {
            assertThat(wire.get(path, TUNNEL + "\nX-API-Key: sandbox-api-key").status()).as(path).isIn(400, 403);
        }
    }

    @Test
    void itBringsNoPages() throws IOException {
        for (String headers : List.of("Origin: https://hooks.example.net", "Origin: https://evil.example", "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: none")) {
            assertThat(wire.send("POST", "/webhooks/echo", TUNNEL + '\n' + headers, "x".getBytes(UTF_8)).status()).as(headers).isEqualTo(403);
        }
        for (String host : List.of("evil.hooks.example.net", "hooks.example.net.evil.example", "hooks.example.net.", "example.net")) {
            assertThat(wire.send("POST", "/webhooks/echo", "Host: " + host, "x".getBytes(UTF_8)).status()).as(host).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.ngrok.app", "https://abc.ngrok.app", "abc.ngrok.app:443", "a b", ".ngrok.app", ""})
    void onlyWholeNamesAreTaken(String name) {
        assertThatThrownBy(() -> new SandboxDoors(false, Set.of(name))).isInstanceOf(UnsafeSettingException.class);
    }

    @Test
    void anotherMachineComesInOnlyWhereTheNetworkIsLetIn() throws Exception {
        for (boolean open : new boolean[] {false, true}) {
            SandboxGuard guard = new SandboxGuard(new SandboxDoors(open, Set.of()), new Problems());
            assertThat(status(guard, "172.17.0.1", "localhost:8080")).isEqualTo(open ? 200 : 403);
            assertThat(status(guard, "127.0.0.1", "localhost:8080")).isEqualTo(200);
            assertThat(status(guard, "::1", "localhost:8080")).isEqualTo(200);
            assertThat(status(guard, "172.17.0.1", "build-machine:8080")).as("names can be bent to any address").isEqualTo(403);
        }
    }

    private static int status(SandboxGuard guard, String address, String host) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/catalog");
        request.setRemoteAddr(address);
        request.addHeader("Host", host);
        request.setServerName(host.replaceFirst(":.*", ""));
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
