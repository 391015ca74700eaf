package com.versaai.hub.gateway;

import static com.versaai.hub.gateway.Wire.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.UriUtils;

/** An id that is accepted can be asked for, whatever it is made of, in every address of the contract that names one by a text; nothing else is opened by that. */
class IdInAddressTest extends BorderCase {

    private static final String KEY = "X-API-Key: sandbox-api-key\n";
    private static final List<String> IDS = List.of("proj/7", "openai/gpt-oss-20b", "a\\b", "a;b=c", "100%", "100%25", "%2F", "a%2Fb", "..", ".", "../..", "../../jolokia",
            "a//b", "/", "//", "\\\\", ";", "a?b#c", "a b", " a ", "a+b", "\u00e9\u6f22\uD83D\uDE00", "a\u2028b", "\"<>^`{|}[]'", "@:&=$,!*()~", "x".repeat(200), "/".repeat(200), "\u6f22".repeat(200));

    /** An operation with one id in its address. */
    record Place(String method, String before, String after, String operation, String name) {

        String of(String segment) {
            return before + segment + after;
        }
    }

    static Stream<Place> places() throws IOException {
        JsonNode contract = new YAMLMapper().readTree(IdInAddressTest.class.getResourceAsStream("/openapi/hub.yaml"));
        List<Place> places = new ArrayList<>();
        contract.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> method.getValue().path("parameters").forEach(named -> {
            JsonNode parameter = named.has("$ref") ? contract.at(named.path("$ref").asText().substring(1)) : named;
            JsonNode schema = parameter.path("schema");
            boolean text = parameter.path("in").asText().equals("path") && !schema.has("format") && !schema.has("pattern");
            if (text) {
                String[] sides = path.getKey().split("\\{" + parameter.path("name").asText() + "}", -1);
                places.add(new Place(method.getKey().toUpperCase(java.util.Locale.ROOT), sides[0], sides[1], method.getValue().path("operationId").asText(), parameter.path("name").asText()));
            }
        })));
        assertThat(places).extracting(Place::operation).contains("getEventTimeline", "getModel", "dryRunRoute", "getDeadLetter", "editDeadLetter", "replayDeadLetter", "discardDeadLetter");
        return places.stream();
    }

    @ParameterizedTest
    @MethodSource("places")
    void everyIdIsFound(Place place) throws IOException {
        for (String id : IDS) {
            // A segment of dots alone means another address, and clients change it before they send it.
            for (String spelling : Stream.of(id.matches("\\.+") ? everyByte(id) : UriUtils.encode(id, UTF_8), everyByte(id)).distinct().toList()) {
                Wire.Answer answer = wire.send(place.method(), place.of(spelling), KEY, place.method().equals("GET") ? null : "{}".getBytes(UTF_8));

                assertThat(answer.status()).as(spelling + ' ' + answer.text()).isEqualTo(200);
                if (place.operation().equals("getEventTimeline") || place.operation().equals("replayDeadLetter")) {
                    assertThat(answer.json().path("placeholder").asText()).as(spelling).isEqualTo(id);
                } else {
                    assertThat(answer.text()).isEqualTo(BorderApp.reached(place.operation()));
                }
            }
        }
    }

    /** No text, a text that nothing accepts as an id, or one that readers of UTF-8 disagree about. */
    @ParameterizedTest
    @MethodSource("places")
    void whatIsNoIdIsRefused(Place place) throws IOException {
        for (String segment : List.of("%00", "a%00b", "%0a", "a%0d%0ab", "%1b", "%7f", "%C2%85", "%ff", "%c0%af", "%ed%a0%80", "%e2%80", "%zz", "a%2", "%", "%20%20", "a;b", ";", "a/b", "a\\b", "%ef%bf%bf", "/".repeat(2), "a%2Fb;c")) {
            Wire.Answer answer = wire.send(place.method(), place.of(segment), KEY, place.method().equals("GET") ? null : "{}".getBytes(UTF_8));

            assertThat(answer.status()).as(segment).isIn(400, 404);
            assertThat(answer.text()).as(segment).doesNotContain(BorderApp.REACHED, "placeholder");
        }
    }

    /** The id of another caller's business stays behind its scope. */
    @ParameterizedTest
    @MethodSource("places")
    void theScopeDecidesAsEver(Place place) throws IOException {
        for (String id : IDS) {
            assertThat(wire.send(place.method(), place.of(everyByte(id)), "X-API-Key: " + keyOf(""), null).status()).as(id).isEqualTo(403);
            assertThat(wire.send(place.method(), place.of(everyByte(id)), "", null).status()).as(id).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api%2Fv1/events/x/timeline", "/api/v1%2fevents/x/timeline", "/api/v1/events%2Fx/timeline", "/api/v1/events/x%2Ftimeline", "/api/v1/events/x/timeline%2F",
        "/api/v1/events/x/time%2Fline", "/api/v1/dead-letters%2Fa", "/api/v1/dead-letters/a%5Cb/replay%2F", "/api/v1/dead-letters/jobs/%2E%2E/stop", "/api/v1/dead-letters/jobs/a%3Bb",
        "/webhooks/ec%2Fho", "/webhooks/things/4%2F2", "/webhooks/things/%2e%2e", "/webhooks/things/a%5cb", "/webhooks/things/a%25b", "/webhooks/echo%3Bx", "/docs/..%2F..%2Fapi", "/docs/%2e%2e/jolokia",
        "/jolokia%2Fversion", "/jolokia/..%2Fversion", "/jolokia/%2e%2e/api/v1/events/x/timeline", "/hawtio/..%5C..%5Cx", "/actuator/health%2Fliveness", "/actuator%2fhealth", "/catalog/%2e%2e%2f",
        "/v1%2Fmodels/x", "/v1/models%2Fx", "/v1/chat%2Fcompletions", "/sandbox/..%2F", "/error%2F", "/%2F", "/%5C", "/nothing%2Fat%2Fall", "/openapi.yaml%2F"})
    void onlyTheIdIsOpened(String path) throws IOException {
        for (String method : List.of("GET", "POST", "PUT")) {
            Wire.Answer answer = wire.send(method, path, KEY, method.equals("GET") ? null : "{}".getBytes(UTF_8));

            assertThat(answer.status()).as(method + ' ' + answer.text()).isEqualTo(400);
        }
    }

    /** They normalise differently; none gets to another servlet than the one that reads the id. */
    @Test
    void anIdLeadsNowhereElse() throws IOException {
        for (String id : List.of("..%2F..%2F..%2F..%2Fjolokia", "%2E%2E%2F%2E%2E%2F%2E%2E%2Fjolokia%2Fversion", "%2e%2e", "%2E%2E%5C%2E%2E%5Chawtio", "..;%2F".replace(";", "%3B"))) {
            Wire.Answer answer = wire.get("/api/v1/events/" + id + "/timeline", KEY);
            assertThat(answer.status()).as(id).isEqualTo(200);
            assertThat(answer.json().path("placeholder").asText()).isEqualTo(UriUtils.decode(id, UTF_8));
        }
        assertThat(wire.get("/api/v1/events/%2E%2E/%2E%2E/%2E%2E/%2E%2E/jolokia/version", KEY).status()).isEqualTo(400);
        assertThat(wire.get("/api/v1/events/../../../jolokia/timeline", KEY).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/%zz", "/v1/models/a;b", "/v1/models/%00", "/v1/models/%ff", "/v1", "/v1/", "/v1/nowhere", "/v1/models/x/y", "/v1/%2e%2e/x", "/v1;x/models", "/v1%2Fmodels", "/v1/models?x=[", "/v1/models/" + "\\x"})
    void failuresUnderV1HaveOpenAisForm(String path) throws IOException {
        for (String method : List.of("GET", "POST", "TRACE", "FOO")) {
            inOpenAisForm(wire.send(method, path, KEY, null), method + ' ' + path);
        }
    }

    @Test
    void soHaveThoseOfTomcat() throws IOException {
        for (String request : List.of("GET /v1/models HTTP/9.9\r\nHost: x\r\n\r\n", "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: cow\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /v1/models HTTP/1.1\r\n\r\n", "GET /v1/models HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(40_000) + "\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "CONNECT /v1/models HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
            inOpenAisForm(wire.raw(request.getBytes(UTF_8), true), request.lines().toList().toString().replaceAll("aaa+", "a"));
        }
        assertProblem(wire.raw("GET /v10 HTTP/9.9\r\nHost: x\r\n\r\n".getBytes(UTF_8), true), 400, "malformed");
    }

    private static void inOpenAisForm(Wire.Answer answer, String request) {
        assertThat(answer.status()).as(request).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).as(request).startsWith("application/json");
        assertThat(answer.json().path("error").path("message").asText()).as(request + ' ' + answer.text()).isNotBlank();
        assertThat(answer.json().path("error").path("type").asText()).as(request).isNotBlank();
    }

    private static String everyByte(String id) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : id.getBytes(UTF_8)) {
            encoded.append(String.format("%%%02x", one));
        }
        return encoded.toString();
    }
}
