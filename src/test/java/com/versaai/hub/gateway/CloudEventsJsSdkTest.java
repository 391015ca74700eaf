package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.versaai.hub.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the official JavaScript SDK of CloudEvents sends over HTTP is read as it was meant; skipped unless {@code npm ci} was run in
 * src/test/cloudevents-js. The Java SDK's is {@link CloudEventRequestsTest}.
 */
class CloudEventsJsSdkTest {

    private static final Path FOLDER = Path.of("src", "test", "cloudevents-js");
    private static final int SENT = 11 + 15 + 2 * 5 + 2 * 3 + 1;

    private final CloudEventRequests requests = new CloudEventRequests(new ReservedSources(List.of("/stripe", "/hub")));
    private final List<Event> got = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::read);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void read(HttpExchange exchange) throws IOException {
        int status = 202;
        try {
            // As the border has them: one character a byte.
            Map<String, Object> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            got.addAll(requests.events(exchange.getRequestBody().readAllBytes(), headers));
        } catch (ProblemException e) {
            status = e.problem().status();
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Test
    void whatTheSdkSendsIsWhatItMeant() throws Exception {
        assumeTrue(Files.isDirectory(FOLDER.resolve("node_modules").resolve("cloudevents")), "npm ci was not run in " + FOLDER);
        Process node = new ProcessBuilder("node", "send.mjs", "http://127.0.0.1:" + server.getAddress().getPort() + "/").directory(FOLDER.toFile())
                .redirectErrorStream(true).start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(said).isZero();

        List<String> lines = said.lines().toList();
        assertThat(lines).hasSize(SENT - 1);
        assertThat(got).hasSize(SENT);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode meant = new ObjectMapper().readTree(lines.get(i));
            assertThat(meant.path("status").asInt()).as(lines.get(i)).isEqualTo(202);
            compare(meant, got.get(i));
        }
        assertThat(got.get(SENT - 1)).extracting(Event::originid, Event::source).containsExactly("emitted", "/p%20q");
    }

    private static void compare(JsonNode meant, Event event) {
        String where = meant.toString();
        assertThat(event.originid()).as(where).isEqualTo(text(meant, "id"));
        assertThat(event.source()).as(where).isEqualTo(text(meant, "source"));
        assertThat(event.type()).as(where).isEqualTo(text(meant, "type"));
        assertThat(event.tenant()).as(where).isEqualTo(meant.has("tenant") ? text(meant, "tenant") : null);
        assertThat(event.subject()).as(where).isEqualTo(meant.has("subject") ? text(meant, "subject") : "u1");
        assertThat(event.time()).as(where).isEqualTo(OffsetDateTime.parse(meant.path("time").asText()).toInstant());
        assertThat(event.data()).as(where).containsEntry("s", "\u00e9\u20ac").hasSize(3);
        assertThat(new ObjectMapper().valueToTree(event.data()).path("n").asDouble()).isEqualTo(1.5);
    }

    /** In a header the binding has quotes and percent-encoded bytes decoded, which this SDK doesn't write: it sends attributes as they are. */
    private static String text(JsonNode meant, String name) {
        String text = meant.path(name).asText();
        if (!meant.path("mode").asText().equals("binary")) {
            return text;
        }
        return switch (text) {
            case "\"quoted\"" -> "quoted";
            case "100%25" -> "100%";
            default -> text;
        };
    }
}
