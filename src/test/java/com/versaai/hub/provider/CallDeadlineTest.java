package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** One deadline for all of a call: what the connectors' tests can't show. */
class CallDeadlineTest {

    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final long start = System.nanoTime();

    @AfterEach
    void wasSoonOver() {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    @Test
    void hangsUpOnceAndSaysWhetherSomethingWasSent() throws Exception {
        AtomicInteger hungUp = new AtomicInteger();
        try (CallDeadline far = CallDeadline.after(Duration.ofHours(1), hungUp::incrementAndGet)) {
            assertThatThrownBy(() -> far.explain(new IOException("early"))).hasMessage("early");
        }
        CallDeadline deadline = CallDeadline.after(Duration.ofMillis(30), hungUp::incrementAndGet);
        await().until(() -> deadline.isOver() && hungUp.get() > 0);
        assertThat(deadline.explain(new IOException("closed"))).isInstanceOf(ConnectTimeoutException.class);
        deadline.sent();
        assertThat(deadline.explain(new IOException("closed"))).isExactlyInstanceOf(SocketTimeoutException.class);
        deadline.close();
        assertThat(hungUp).hasValue(1);
    }

    @Test
    void aCallThatHasEndedIsLeftAlone() {
        AtomicInteger hungUp = new AtomicInteger();
        CallDeadline.after(Duration.ofSeconds(1), hungUp::incrementAndGet).close();
        // One thread watches all: it would have come to that one before this.
        AtomicInteger later = new AtomicInteger();
        CallDeadline.after(Duration.ofSeconds(1), later::incrementAndGet);

        await().until(() -> later.get() == 1);

        assertThat(hungUp).hasValue(0);
    }

    @Test
    void aPeerThatDoesNotReadHoldsNobody() throws Exception {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(LIMIT)).build());
        new BoundedAnswers(1000, Duration.ofSeconds(60)).configureHttpClient(builder);
        try (CloseableHttpClient client = builder.build(); SlowServer server = new SlowServer(SlowServer.HEADERS, line -> null, false)) {
            HttpPost post = new HttpPost(server.url());
            post.setEntity(new ByteArrayEntity(new byte[64 * 1024 * 1024], ContentType.APPLICATION_OCTET_STREAM));
            assertThatThrownBy(() -> client.execute(post, answer -> answer.getCode())).isExactlyInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aCallWithoutATimeoutHasTheLongest() throws Exception {
        HttpClientBuilder builder = HttpClientBuilder.create();
        new BoundedAnswers(1000, LIMIT).configureHttpClient(builder);
        try (CloseableHttpClient client = builder.build(); SlowServer server = new SlowServer(SlowServer.HEADERS, line -> null)) {
            assertThatThrownBy(() -> client.execute(new HttpPost(server.url()), answer -> answer.getCode())).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private interface Reading {
        void of(ChatStreams streams) throws Exception;
    }

    private static void stream(String beginning, Duration longest, Reading reading) throws Exception {
        try (SlowServer server = new SlowServer(beginning, line -> null)) {
            MockEnvironment environment = new MockEnvironment().withProperty("hub.provider.groq.base-url", server.url())
                    .withProperty("hub.provider.groq.api-key", "k");
            try (ChatStreams streams = new ChatStreams(new Secrets(environment), Duration.ofSeconds(2), longest)) {
                reading.of(streams);
            }
        }
    }

    private static ChatStreams.Opened open(ChatStreams streams) throws Exception {
        return streams.open("groq", new byte[0], LIMIT, Duration.ofSeconds(15), header -> { });
    }

    @Test
    void aStreamsHeaderSectionIsPartOfItsPatience() throws Exception {
        stream(SlowServer.HEADERS, Duration.ofMinutes(1), streams ->
                assertThatThrownBy(() -> open(streams)).isExactlyInstanceOf(SocketTimeoutException.class));
    }

    /** One chunk of 50 000 bytes that are no event. */
    @Test
    void soIsWhatComesBeforeTheFirstToken() throws Exception {
        stream(STREAM + "C350\r\n:", Duration.ofMinutes(1), streams -> {
            try (InputStream opened = open(streams)) {
                assertThatThrownBy(opened::readAllBytes).isExactlyInstanceOf(SocketTimeoutException.class);
            }
        });
    }

    @Test
    void afterwardsAStreamHasItsOwnTime() throws Exception {
        stream(STREAM + "C350\r\n:", LIMIT.multipliedBy(3), streams -> {
            try (ChatStreams.Opened opened = open(streams)) {
                opened.begun();
                long begun = System.nanoTime();
                assertThatThrownBy(opened::readAllBytes).isExactlyInstanceOf(SocketTimeoutException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(LIMIT.multipliedBy(2));
            }
        });
    }
}
