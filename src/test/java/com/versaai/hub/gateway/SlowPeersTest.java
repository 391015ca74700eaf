package com.versaai.hub.gateway;

import static com.versaai.hub.gateway.Wire.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.context.ActiveProfiles;

/** 64 slow peers of every kind against 8 threads: the others must not notice. Through the real Tomcat. */
@SpringBootTest(classes = BorderApp.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
    "spring.threads.virtual.enabled=false", "server.tomcat.threads.max=8", "server.tomcat.threads.min-spare=8",
    "server.tomcat.connection-timeout=3s", "hub.gateway.body-timeout=8s", "hub.gateway.header-timeout=4s",
    "hub.gateway.answer-timeout=4s", "hub.gateway.slow.at-once=100", "hub.gateway.slow.per-address=70", "hub.gateway.slow.memory=8MB"})
@BorderApp.Properties
@ActiveProfiles("sandbox")
@ExtendWith(OutputCaptureExtension.class)
class SlowPeersTest {

    private static final int MANY = 64;
    private static final String KEY = "X-API-Key: sandbox-api-key\r\n";

    @LocalServerPort
    int port;
    @Autowired
    ServletWebServerApplicationContext context;
    @Autowired @Qualifier("slowBodies") SlowRequests bodies;
    @Autowired @Qualifier("slowRests") SlowRequests rests;
    @Autowired @Qualifier("slowAnswers") SlowRequests answers;
    Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    @AfterEach
    void nothingStays(CapturedOutput log) {
        await().atMost(Duration.ofSeconds(30)).until(() -> bodies.count() + rests.count() + answers.count() == 0);
        assertThat(bodies.bytes()).isZero();
        assertThat(log.getAll()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/v1/events", "POST /v1/chat/completions", "POST /nowhere", "POST /openapi.yaml", "POST /webhooks/nowhere2/x%00",
        "GET /actuator/health", "GET /docs/hub.js", "POST /api/v1//events", "PATCH /webhooks/stripe;x"})
    void whoIsAnsweredBeforeItsBodyIsClosed(String request) throws IOException {
        try (Dribblers refused = new Dribblers(port, MANY, request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", "x")) {
            othersAreServed();
            assertThat(refused.answers()).allSatisfy(answer -> {
                assertThat(answer).startsWith("HTTP/1.1 ").containsIgnoringCase("Connection: close");
                assertThat(answer.split("HTTP/1.1 ", -1)).as("answers").hasSize(2);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5000000\r\n", "Content-Encoding: br\r\nContent-Length: 1000000\r\n"})
    void soIsWhoSendsWhatNobodyTakes(String headers) throws IOException {
        try (Dribblers refused = new Dribblers(port, MANY, "POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n", "x")) {
            othersAreServed();
            assertThat(refused.answers()).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 41").contains("Connection: close"));
        }
    }

    @Test
    void refusedChunksToo() throws IOException {
        String head = "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nf";
        try (Dribblers refused = new Dribblers(port, MANY, head, "0")) {
            othersAreServed();
            assertThat(refused.answers()).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 401").contains("Connection: close"));
        }
    }

    @Test
    void soAreChunksBehindALargeAnswer() throws IOException {
        String head = "GET /docs/swagger-ui.css HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0";
        try (Dribblers readers = new Dribblers(port, 16, head, "0")) {
            assertThat(readers.answers()).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 200").contains("Connection: close"));
            othersAreServed();
        }
    }

    @Test
    void theStopDoesNotWaitForThem() throws IOException {
        try (Dribblers slow = new Dribblers(port, 5, "POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n", "")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.count() == 5);
            context.getBean("slowPeersLeaveFirst", SmartLifecycle.class).stop();
            assertThat(bodies.count()).isZero();
            assertThat(slow.answers()).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 408"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /webhooks/echo HTTP/1.1\r\nContent-Length: 100000\r\n", "POST /webhooks/stripe HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
        "POST /api/v1/events HTTP/1.1\r\nX-API-Key: sandbox-api-key\r\nContent-Length: 100000\r\n",
        "POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n",
        "POST /jolokia HTTP/1.1\r\nContent-Length: 1000\r\n"})
    void bodiesThatDripHoldNoThread(String head) throws IOException {
        try (Dribblers slow = new Dribblers(port, MANY, head + "Host: localhost\r\n\r\n", "1\r\nx\r\n")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.count() == MANY);
            othersAreServed();
            assertThat(bodies.bytes()).as("memory of 64 who announced much and sent little").isLessThan(64 * 8192 + 1);
        }
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() throws IOException {
        String head = "POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
        try (Dribblers old = new Dribblers(port, 30, head, "x")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.count() == 30);
            try (Dribblers young = new Dribblers(port, 70, head, "x")) {
                assertThat(old.answers()).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 408").contains("Connection: close"));
                assertThat(bodies.count()).isEqualTo(70);
                othersAreServed();
                assertThat(slowly("/webhooks/echo", "Content-Length: 4\r\n", "b", "o", "d", "y").text()).contains(Base64.getEncoder().encodeToString("body".getBytes(UTF_8)));
            }
        }
    }

    @Test
    void memoryIsBoundedToo() throws IOException {
        String head = "POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000001\r\n\r\n" + "x".repeat(1_000_000);
        try (Dribblers slow = new Dribblers(port, 20, head, "")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.evicted() > 0 && bodies.count() > 0);
            // What a thread has just read is counted before somebody goes for it.
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(bodies.bytes()).isLessThan(8 << 20));
            othersAreServed();
        }
    }

    @Test
    void aSlowBodyArrivesAsAnyOther() throws IOException {
        Wire.Answer answer = slowly("/webhooks/echo?limit=7", "Content-Type: text/plain\r\nX-Request-Id: r-1\r\nContent-Length: 9\r\n", "by ", "a t", "hr", "e");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("body").asText()).isEqualTo(Base64.getEncoder().encodeToString("by a thre".getBytes(UTF_8)));
        assertThat(answer.json().at("/headers/limit").asText()).isEqualTo("7");
        assertThat(answer.json().at("/headers/x-request-id").asText()).isEqualTo("r-1");
        assertThat(answer.header("X-Content-Type-Options")).as("set once").isEqualTo("nosniff");
        Wire.Answer prompt = wire.send("POST", "/webhooks/echo?limit=7", "X-Request-Id: r-1", "by a thre".getBytes(UTF_8));
        assertThat(answer.headers().keySet()).isEqualTo(prompt.headers().keySet());
        Wire.Answer placeholder = slowly("/webhooks/things/a%20%C3%BC?limit=8", "Content-Length: 2\r\n", "o", "k");
        assertThat(placeholder.json().get("headers").toString()).isEqualTo(
                wire.send("POST", "/webhooks/things/a%20%C3%BC?limit=8", "", "ok".getBytes(UTF_8)).json().get("headers").toString());
        String event = "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/product\",\"type\":\"user.login\",\"data\":{}}";
        String headers = KEY + "Content-Type: application/cloudevents+json\r\nContent-Length: " + event.length() + "\r\n";
        assertThat(slowly("/api/v1/events", headers, event.substring(0, 20), event.substring(20)).status()).as("asks for the key again").isEqualTo(200);
        Wire.Answer chunked = slowly("/webhooks/echo", "Transfer-Encoding: chunked\r\n", "3\r\nby ", "\r\n", "2", "\r\nan", "\r\n0\r", "\n\r\n");
        assertThat(chunked.json().get("body").asText()).isEqualTo(Base64.getEncoder().encodeToString("by an".getBytes(UTF_8)));
    }

    @Test
    void headersThatDripAreClosed() throws IOException {
        try (Dribblers slow = new Dribblers(port, MANY, "GET /docs/ HTTP/1.1\r\nHost: localhost\r\nX-More: ", "a");
                Dribblers line = new Dribblers(port, MANY, "GET /docs/", "a")) {
            othersAreServed();
            slow.awaitClosed(MANY);
            line.awaitClosed(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/swagger-ui-bundle.js", "/webhooks/large"})
    void answersThatNobodyTakesHoldNoThread(String path) throws IOException {
        try (Dribblers slow = new Dribblers(port, MANY, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> answers.count() == MANY);
            othersAreServed();
            Wire.Answer whole = wire.get(path, "");
            assertThat(whole.body()).hasSize(Integer.parseInt(whole.header("Content-Length"))).hasSizeGreaterThan(1 << 20);
            await().atMost(Duration.ofSeconds(30)).until(() -> answers.count() == 0);
            slow.awaitClosed(MANY);
        }
    }

    @Test
    void theOldestAnswerGoesWhenThereAreTooMany() throws IOException {
        long before = answers.evicted();
        try (Dribblers slow = new Dribblers(port, 90, "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n", "")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> answers.evicted() >= before + 20);
            othersAreServed();
            assertThat(answers.count()).isLessThanOrEqualTo(70);
        }
    }

    @Test
    void manySmallAnswersThatNobodyTakesFitTheSocket() throws IOException {
        int before = BorderApp.COUNTED.get();
        // 100: as many as Tomcat serves on one connection.
        String request = "GET /webhooks/counted HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Dribblers slow = new Dribblers(port, 12, request.repeat(100), "")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> BorderApp.COUNTED.get() == before + 1200);
            othersAreServed();
        }
    }

    @Test
    void aStreamThatNobodyTakesEnds() throws IOException {
        try (Dribblers slow = new Dribblers(port, 4, "GET /webhooks/endless HTTP/1.1\r\nHost: localhost\r\n\r\n", "")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> BorderApp.STREAMS.get() == 4);
            await().atMost(Duration.ofSeconds(40)).until(() -> BorderApp.STREAMS.get() == 0);
            othersAreServed();
        }
    }

    @Test
    void whoWritesFirstAndReadsThenGetsItsRefusal() throws IOException {
        for (int round = 0; round < 50; round++) {
            assertThat(refusalOf("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", 1_000_000)).startsWith("HTTP/1.1 401");
            assertThat(refusalOf("POST /webhooks/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1500000\r\n\r\n", 1_500_000)).startsWith("HTTP/1.1 413");
        }
        assertProblem(wire.raw(Wire.chunked("/api/v1/events", "", new byte[1_000_000], 10_000), false), 401, "unauthorized");
    }

    private String refusalOf(String head, int length) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(UTF_8));
            out.write(new byte[length]);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void nothingIsServedBehindARefusedBody() throws IOException {
        String refused = "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n";
        String hidden = "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Dribblers one = new Dribblers(port, 1, refused + hidden.repeat(3), "")) {
            assertThat(one.answers().get(0)).startsWith("HTTP/1.1 401").doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void whoAsksFirstIsToldToSendOnlyWhenLetIn() throws IOException {
        String expects = "Host: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n";
        try (Dribblers stranger = new Dribblers(port, 1, "POST /api/v1/events HTTP/1.1\r\n" + expects + "\r\n", "")) {
            assertThat(stranger.answers().get(0)).startsWith("HTTP/1.1 401").contains("Connection: close");
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("POST /webhooks/echo HTTP/1.1\r\nConnection: close\r\n" + expects + "\r\n").getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes("HTTP/1.1 100 \r\n\r\n".length()), UTF_8)).isEqualTo("HTTP/1.1 100 \r\n\r\n");
            socket.getOutputStream().write("body".getBytes(UTF_8));
            assertThat(Dribblers.answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    /** Sends a body in pieces, when the request has given up its thread. */
    private Wire.Answer slowly(String path, String headers, String... pieces) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n" + headers + "\r\n").getBytes(UTF_8));
            for (String piece : pieces) {
                await().atMost(Duration.ofSeconds(10)).until(() -> bodies.count() > 0);
                out.write(piece.getBytes(UTF_8));
                out.flush();
            }
            return Wire.parse(socket.getInputStream());
        }
    }

    /** Liveness answers, webhooks get in, and of 8 threads at most two are busy at some moment, one of them for whoever asks. */
    private void othersAreServed() throws IOException {
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            assertThat(wire.get("/actuator/health/liveness", "").status()).isEqualTo(200);
            assertThat(wire.send("POST", "/webhooks/echo", "", "{}".getBytes(UTF_8)).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
        var executor = (org.apache.tomcat.util.threads.ThreadPoolExecutor)
                ((TomcatWebServer) context.getWebServer()).getTomcat().getConnector().getProtocolHandler().getExecutor();
        assertThat(executor.getMaximumPoolSize()).isEqualTo(8);
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(5)).until(() -> executor.getActiveCount() <= 2);
    }
}
