package com.versaai.hub.gateway;

import static com.versaai.hub.gateway.Wire.assertProblem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a hostile or odd sender can do at the HTTP border: through the real Tomcat, Spring Security and platform-http. */
@ExtendWith(OutputCaptureExtension.class)
class BorderTest extends BorderCase {

    private static final int LIMIT = 1 << 20;
    private static final String KEY = "X-API-Key: sandbox-api-key\n";

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-16",
        "text/plain; charset=no-such-charset", "text/xml; charset=utf-16", "multipart/form-data; boundary=x", "multipart/form-data",
        "application/octet-stream", "application/x-java-serialized-object", "image/png", "no type at all", "*/*"})
    void everyBodyArrivesByteForByteWhateverItsType(String type) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] noise = new byte[3000];
        new Random(seed).nextBytes(noise);
        List<byte[]> bodies = List.of(noise, "a=b&CamelHttpUri=x&payload=%7B%22".getBytes(UTF_8), "{\n  \"é\": \"ü\" }\r\n".getBytes(UTF_8),
                "\u00e4\u00ff".getBytes(ISO_8859_1), "no pair at all".getBytes(UTF_8), "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nhi\r\n--x--\r\n".getBytes(UTF_8));
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (byte[] body : bodies) {
                Wire.Answer answer = wire.send(method, "/webhooks/echo?limit=3", type.isEmpty() ? "" : "Content-Type: " + type, body);
                assertThat(answer.status()).as("%s %s: %s", method, type, answer.text()).isEqualTo(200);
                assertThat(bodyOf(answer)).as("%s %s", method, type).isEqualTo(body);
                assertThat(answer.json().get("type").asText()).isEqualTo("byte[]");
                assertThat(answer.json().get("same").asBoolean()).isTrue();
                assertThat(answer.json().at("/headers/limit").asText()).isEqualTo("3");
                assertThat(answer.json().get("headers").has("a")).isFalse();
            }
        }
    }

    @Test
    void contractRoutesGetTheExactBytesToo() throws IOException {
        byte[] body = "{ \"a\":1,\n\"b\" : \"\u00ff\" }".getBytes(ISO_8859_1);
        Wire.Answer answer = wire.send("POST", "/webhooks/stripe", "Content-Type: application/json\nStripe-Signature: t=1,v1=x", body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(bodyOf(answer)).isEqualTo(body);
        assertThat(header(answer, "Stripe-Signature")).isEqualTo("t=1,v1=x");
        assertThat(header(answer, "CamelHttpMethod")).isEqualTo("POST");
        assertThat(header(answer, "CamelHttpPath")).isEqualTo("/webhooks/stripe");
    }

    @Test
    void noBodyIsNull() throws IOException {
        assertThat(wire.get("/webhooks/echo", "").json().get("type").isNull()).isTrue();
        assertThat(wire.send("POST", "/webhooks/echo", "", new byte[0]).json().get("type").isNull()).isTrue();
    }

    @Test
    void theLimitCountsWithLengthChunkedAndUnpacked() throws IOException {
        byte[] most = new byte[LIMIT];
        assertThat(bodyOf(wire.send("POST", "/webhooks/echo", "", most))).hasSize(LIMIT);
        assertThat(bodyOf(wire.raw(Wire.chunked("/webhooks/echo", "", most, 7777), false))).hasSize(LIMIT);
        assertThat(bodyOf(wire.send("POST", "/webhooks/echo", "Content-Encoding: gzip", gzip(most, 1)))).hasSize(LIMIT);

        assertProblem(wire.send("POST", "/webhooks/echo", "", new byte[LIMIT + 1]), 413, "too-large");
        assertProblem(wire.send("POST", "/webhooks/stripe", "", new byte[2 * LIMIT]), 413, "too-large");
        assertProblem(wire.raw(Wire.chunked("/webhooks/stripe", "", new byte[2 * LIMIT], 8192), false), 413, "too-large");
        assertProblem(wire.raw(Wire.chunked("/api/v1/events", "X-API-Key: sandbox-api-key\r\n", new byte[LIMIT + 1], 100_000), false), 413, "too-large");
        byte[] bomb = gzip(new byte[LIMIT], 900);
        assertThat(bomb.length).isLessThan(LIMIT);
        assertProblem(wire.send("POST", "/webhooks/stripe", "Content-Encoding: gzip", bomb), 413, "too-large");
    }

    @Test
    void gzipIsUnpackedAndHidden() throws IOException {
        byte[] body = "{\"a\":\"\u00e9\"}".getBytes(UTF_8);
        Wire.Answer answer = wire.send("POST", "/webhooks/echo", "Content-Type: application/json\nContent-Encoding: GZIP", gzip(body, 1));
        assertThat(bodyOf(answer)).isEqualTo(body);
        assertThat(answer.json().get("headers").has("Content-Encoding")).isFalse();
        assertThat(answer.header("Content-Encoding")).isNull();
    }

    @Test
    void wrongEncodingsAreRefused() throws IOException {
        byte[] whole = gzip("hello".getBytes(UTF_8), 1);
        byte[] half = java.util.Arrays.copyOf(whole, whole.length - 6);
        byte[] broken = whole.clone();
        broken[12] ^= 0x55;
        for (byte[] bad : List.of(half, broken, "no gzip".getBytes(UTF_8))) {
            assertProblem(wire.send("POST", "/webhooks/echo", "Content-Encoding: gzip", bad), 400, "broken-gzip");
        }
        for (String encoding : List.of("br", "deflate", "gzip, gzip", "zstd", "gzip;q=1")) {
            assertProblem(wire.send("POST", "/webhooks/echo", "Content-Encoding: " + encoding, whole), 415, "unsupported-encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "camelhttpuri", "CAMELHTTPURI", "CamelHttpResponseCode", "Camel-Http-Uri", "CamelFileName",
        "kafka.OVERRIDE_TOPIC", "KAFKA.override_topic", "kafka.KEY", "sObjectQuery", "SOBJECTQUERY", "sObjectName", "apexMethod",
        "org.apache.camel.x", "org.restlet.http.headers", "breadcrumbId", "HubKey", "HubDeliveryId", "hub-event", "hub.body",
        "JMSReplyTo", "to", "Subject", "Cookie", "Authorization", "X-API-Key", "X-Forwarded", "Content-Encoding2", "id", "destination"})
    void noOtherHeaderGetsIn(String name) throws IOException {
        Wire.Answer answer = wire.send("POST", "/webhooks/echo", name + ": evil\nX-Request-Id: r1\nce-type: t", "x".getBytes(UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("evil");
        assertThat(header(answer, "X-Request-Id")).isEqualTo("r1");
        assertThat(header(answer, "ce-type")).isEqualTo("t");
        assertThat(answer.headers().toString()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "camelHttpUri", "%43amelHttpUri", "kafka.OVERRIDE_TOPIC", "sObjectQuery", "Content-Type",
        "Stripe-Signature", "X-Request-Id", "hub-event", "CamelHttpResponseCode", "ce-type", "%E2%84%AAafka", "limi%EF%BD%94"})
    void noOtherParameterOrFormFieldBecomesAHeader(String name) throws IOException {
        String form = "Content-Type: application/x-www-form-urlencoded\n";
        Wire.Answer answer = wire.send("POST", "/webhooks/echo?" + name + "=evil", form, (name + "=evil").getBytes(UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode headers = answer.json().get("headers");
        headers.fields().forEachRemaining(header -> {
            if (!List.of("CamelHttpQuery").contains(header.getKey())) {
                assertThat(header.getValue().asText()).as(header.getKey()).doesNotContain("evil");
            }
        });
        assertThat(header(answer, "Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void allowedParametersAndPlaceholdersArrive(CapturedOutput log) throws IOException {
        Wire.Answer answer = wire.get("/api/v1/deliveries?destination=slack&limit=5&cursor=a%20b&state=parked&evil=1", KEY);
        // Camel's binding offers "application/json,application/problem+json", which no client and not even Spring can parse.
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(log.getAll()).doesNotContain("\tat ");
        assertThat(header(answer, "destination")).isEqualTo("slack");
        assertThat(header(answer, "cursor")).isEqualTo("a b");
        assertThat(answer.json().get("caller").asText()).isEqualTo("sandbox");
        assertThat(answer.json().get("headers").has("evil")).isFalse();
        assertThat(header(wire.get("/api/v1/events/evt_1/timeline", KEY), "id")).isEqualTo("evt_1");
        assertThat(header(wire.get("/webhooks/things/42?id=7", ""), "id")).isEqualTo("42");
    }

    @Test
    void answersSayOnlyWhatTheRouteSet() throws IOException {
        String sent = "Content-Type: application/xml\nX-Request-Id: r-1\nUser-Agent: me\nStripe-Signature: s\nIdempotency-Key: k";
        Wire.Answer silent = wire.send("POST", "/webhooks/silent", sent, "x".getBytes(UTF_8));
        assertThat(silent.status()).isEqualTo(204);
        assertThat(silent.headers().keySet()).doesNotContain("Content-Type", "Set-Cookie", "User-Agent", "Stripe-Signature", "Idempotency-Key");
        assertThat(silent.header("X-Request-Id")).isEqualTo("r-1");
        assertThat(wire.send("POST", "/webhooks/text", sent, "x".getBytes(UTF_8)).header("Content-Type")).isEqualTo("application/json");
        Wire.Answer typed = wire.send("POST", "/webhooks/typed", sent, "x".getBytes(UTF_8));
        assertThat(typed.text()).isEqualTo("<b>ü</b>");
        assertThat(typed.header("Content-Type")).startsWith("text/html");
        assertThat(typed.header("Location")).isEqualTo("/there");
        assertThat(typed.headers().keySet()).doesNotContain("hub-secret", "CamelHttpMethod");
    }

    @Test
    void failuresAreProblemsWithoutInternals(CapturedOutput log) throws IOException {
        for (String path : List.of("/webhooks/fail", "/webhooks/handled")) {
            Wire.Answer failed = wire.get(path, "");
            assertProblem(failed, 500, "internal");
            assertThat(failed.text()).doesNotContain("secret", "Exception");
            String errorId = failed.json().get("errorId").asText();
            assertThat(log.getAll().split(errorId, -1)).as("logged once").hasSize(2);
        }
        Wire.Answer down = wire.get("/webhooks/bus-down", "");
        assertProblem(down, 503, "bus-unavailable");
        assertThat(down.header("Retry-After")).isEqualTo("5");
        assertThat(down.text()).doesNotContain("hub.inbox");
        Wire.Answer refused = wire.get("/webhooks/refused", "");
        assertProblem(refused, 409, "conflict");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.json().get("instance").asText()).isEqualTo("/webhooks/refused");
        assertProblem(wire.get("/webhooks/bare-status", ""), 404, "not-found");
    }

    @Test
    void refusalsOutsideCamelAreProblems(CapturedOutput log) throws IOException {
        assertProblem(wire.get("/nowhere", ""), 404, "not-found");
        assertProblem(wire.get("/webhooks/nowhere", ""), 405, "method-not-allowed");
        assertProblem(wire.get("/api/v1/nowhere", KEY), 404, "not-found");
        assertProblem(wire.get("/docs/nowhere.js", ""), 404, "not-found");
        Wire.Answer wrongMethod = wire.send("DELETE", "/api/v1/events", KEY, null);
        assertProblem(wrongMethod, 405, "method-not-allowed");
        assertThat(wrongMethod.header("Allow")).contains("POST");
        assertProblem(wire.send("POST", "/openapi.yaml", "", "x".getBytes(UTF_8)), 405, "method-not-allowed");
        assertProblem(wire.get("/api/v1/dead-letters/jobs/a%2Fb", KEY), 400, "malformed");
        assertProblem(wire.get("/api/v1//events", KEY), 400, "malformed");
        assertProblem(wire.get("/webhooks/%zz", ""), 400, "malformed");
        assertProblem(wire.raw("GARBAGE\r\n\r\n".getBytes(UTF_8), true), 400, "malformed");
        assertProblem(wire.get("/webhooks/echo", "X-Long: " + "a".repeat(40_000)), 400, "malformed");
        assertThat(log.getAll()).doesNotContain("\tat com.versaai", "\tat org.apache.camel");
    }

    @Test
    void halfBodiesAndDripsEndCleanly(CapturedOutput log) throws IOException {
        assertProblem(wire.raw("POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf".getBytes(UTF_8), true),
                400, "incomplete-body");
        assertProblem(wire.raw("POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n".getBytes(UTF_8), false),
                400, "incomplete-body");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write("POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
            List<Integer> first = new ArrayList<>();
            Thread answer = new Thread(() -> {
                try {
                    byte[] head = socket.getInputStream().readNBytes(12);
                    first.add(Integer.parseInt(new String(head, 9, 3, UTF_8)));
                } catch (IOException e) {
                    first.add(-1);
                }
            });
            answer.start();
            org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(8)).pollInterval(java.time.Duration.ofMillis(100)).until(() -> {
                if (first.isEmpty()) {
                    out.write('x');
                    out.flush();
                }
                return !first.isEmpty();
            });
            assertThat(first).containsExactly(408);
        }
        assertThat(log.getAll()).doesNotContain("\tat ");
    }

    private static byte[] bodyOf(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Base64.getDecoder().decode(answer.json().get("body").asText());
    }

    private static String header(Wire.Answer answer, String name) {
        for (var fields = answer.json().get("headers").fields(); fields.hasNext();) {
            var field = fields.next();
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue().asText();
            }
        }
        return null;
    }

    private static byte[] gzip(byte[] body, int times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                gzip.write(body);
            }
        }
        return out.toByteArray();
    }
}
