package com.versaai.hub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.stripe.StripeSender;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.StripeWebhooks;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The whole hub in the sandbox: whichever door there is, only this machine's programs and the hub's own pages get in. */
@HubTest
class EveryDoorTest {

    /** Each of them with a valid key, for the published one opens everything. */
    private static final List<String> HOSTILE = List.of("Host: evil.example", "Host: evil.example:%d", "Host: localhost.evil.example:%d",
            "Host: 127.0.0.1.nip.io:%d", "Host: 127.1:%d", "Host: localhost.:%d", "Host: user@localhost:%d", "Host: 0.0.0.0:%d",
            "Host: localhost:%d\nX-Forwarded-For: 127.0.0.1", "Host: localhost:%d\nForwarded: for=127.0.0.1", "Host: localhost:%d\nVia: 1.1 tunnel",
            "Host: localhost:%d\nX-Forwarded-Host: localhost", "Host: localhost:%d\nX-Real-IP: 127.0.0.1",
            "Origin: https://evil.example", "Origin: null", "Origin: http://localhost:1", "Origin: http://127.0.0.1:%d",
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: image",
            "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe",
            "Origin: https://evil.example\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document");

    @LocalServerPort
    private int port;
    @Autowired
    private List<SecurityFilterChain> chains;
    @Autowired
    private Map<String, RequestMappingInfoHandlerMapping> mappings;
    @Autowired
    private ServletContext servlets;
    @Autowired
    private Hub hub;
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    /** What the contract, Spring MVC, actuator and the servlets say there is, and what there isn't. */
    private Set<String> doors() throws IOException {
        Set<String> doors = new TreeSet<>(List.of("/", "/error", "/docs/hub.js", "/openapi.yaml", "/hawtio/static/x.js", "/jolokia/version",
                "/hawtio/jolokia/version", "/actuator/health", "/actuator/health/liveness", "/actuator/prometheus", "/login", "/logout",
                "/default-ui.css", "/nowhere", "/webhooks/nobody", "/api/v1/nothing", "/v1/nothing", "/sandbox/nothing", "/favicon.ico", "/__admin/mappings"));
        try (InputStream contract = getClass().getResourceAsStream("/openapi/hub.yaml")) {
            Map<String, Map<String, Object>> openapi = new Yaml().load(contract);
            doors.addAll(openapi.get("paths").keySet());
        }
        mappings.values().forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> doors.addAll(info.getPatternValues())));
        servlets.getServletRegistrations().values().forEach(servlet -> doors.addAll(servlet.getMappings()));
        Set<String> plain = new TreeSet<>();
        doors.forEach(door -> plain.add(door.replaceAll("\\{[^}]*}|\\*+", "x")));
        return plain;
    }

    @Test
    void noDoorIsOpenToOthers() throws IOException {
        Set<String> doors = doors();
        assertThat(doors).as("all kinds of doors are found").hasSizeGreaterThan(40)
                .contains("/webhooks/x", "/api/v1/routes/try", "/v1/chat/completions", "/sandbox/send/x/x", "/catalog", "/actuator/loggers", "/jolokia/x");
        for (SecurityFilterChain chain : chains) {
            assertThat(doors).as("every chain has a door").anyMatch(door -> chain.matches(request(door)));
        }
        List<String> open = new ArrayList<>();
        for (String door : doors) {
            for (String headers : HOSTILE) {
                for (String method : List.of("GET", "POST")) {
                    Wire.Answer answer = send(method, door, headers);
                    boolean refused = answer.status() == 403 && (answer.text().contains("on this machine only") || answer.text().contains("Another web site"));
                    // What is no host name at all Tomcat refuses itself.
                    if (!refused && !(answer.status() == 400 && headers.contains("user@"))) {
                        open.add(method + " " + door + " " + answer.status() + " with " + headers);
                    }
                    assertThat(answer.headers()).doesNotContainKeys("Access-Control-Allow-Origin", "Set-Cookie");
                }
            }
        }
        assertThat(open).isEmpty();
    }

    private static MockHttpServletRequest request(String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        return request;
    }

    private Wire.Answer send(String method, String path, String headers) throws IOException {
        return wire.send(method, path, headers.replace("%d", Integer.toString(port)) + "\nX-API-Key: sandbox-api-key\nContent-Type: text/plain",
                "POST".equals(method) ? "{}".getBytes(UTF_8) : null);
    }

    @Test
    void requestsWithoutOneClearAddressAreRefused() throws IOException {
        assertThat(raw("GET /openapi.yaml HTTP/1.0\r\n\r\n")).as("no Host").isEqualTo(403);
        assertThat(raw("GET /openapi.yaml HTTP/1.1\r\nConnection: close\r\n\r\n")).as("no Host in 1.1").isEqualTo(400);
        assertThat(raw("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).isEqualTo(400);
        assertThat(raw("GET http://evil.example/openapi.yaml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).isIn(400, 403);
        assertThat(raw("GET http://evil.example/openapi.yaml HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).isEqualTo(403);
        assertThat(raw("GET http://evil.example/openapi.yaml HTTP/1.0\r\n\r\n")).isIn(400, 403);
        assertThat(raw("GET http://localhost/openapi.yaml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).isEqualTo(200);
    }

    private int raw(String request) throws IOException {
        return wire.raw(request.getBytes(UTF_8), false).status();
    }

    /** The secret is published: a page can sign. */
    @Test
    void aSignedWebhookOfAPageHasNoEffect() throws IOException {
        String id = StripeWebhooks.fresh();
        byte[] body = StripeWebhooks.event(id, "nobody.knows").getBytes(UTF_8);
        String signed = "Stripe-Signature: " + StripeSender.signature("whsec_sandbox", Instant.now().getEpochSecond(), body);
        for (String headers : List.of("Origin: https://evil.example\nContent-Type: text/plain", "Host: rebound.evil.example\nContent-Type: application/json")) {
            assertThat(wire.send("POST", "/webhooks/stripe", signed + '\n' + headers, body).status()).isEqualTo(403);
        }
        assertThat(wire.send("POST", "/webhooks/stripe", signed + "\nContent-Type: application/json", body).status()).isEqualTo(200);
        JsonNode steps = hub.timeline(id, seen -> seen.findValuesAsText("step").contains("ignored"));
        assertThat(steps.findValuesAsText("step")).as("stored once").containsOnlyOnce("received").doesNotContain("duplicate");
    }

    @Test
    void thisMachineAndTheHubsOwnPagesGetIn() throws IOException {
        for (String headers : List.of("Host: localhost", "Host: 127.0.0.1:%d", "Host: [::1]:%d", "Host: LOCALHOST:1",
                "Origin: http://localhost:%d\nSec-Fetch-Site: same-origin", "Sec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document")) {
            for (String door : List.of("/openapi.yaml", "/api/v1/catalog", "/actuator/health", "/catalog/data.json", "/jolokia/version")) {
                assertThat(send("GET", door, headers).status()).as(door + " " + headers).isEqualTo(200);
            }
        }
        String link = "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document";
        for (String page : List.of("/docs/", "/hawtio/", "/catalog", "/openapi.yaml")) {
            assertThat(send("GET", page, link).status()).as(page).isEqualTo(200);
        }
        for (String other : List.of("/sandbox/faults", "/jolokia/version", "/api/v1/catalog", "/actuator/loggers")) {
            assertThat(send("GET", other, link).status()).as(other).isEqualTo(403);
        }
    }
}
