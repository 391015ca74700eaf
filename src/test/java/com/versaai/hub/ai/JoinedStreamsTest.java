package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.ai.cache.ChatCache;
import com.versaai.hub.ai.stream.StreamRecording;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.Providers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Identical streams at the same time: one call, however many listen, and whoever leaves. */
class JoinedStreamsTest extends AiGateway {

    private static final String END = "data: [DONE]\n\n";

    @Autowired
    private MeterRegistry meters;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private double hits;

    /** A stream that stops after its first token until the test lets it go on. */
    private void upstream(Upstream.Script rest) {
        Upstream.OTHER.does(call -> {
            Upstream.begin(call, Upstream.token("first"));
            goOn.await(20, TimeUnit.SECONDS);
            rest.answer(call);
        });
    }

    @BeforeEach
    void otherAnswers() {
        fault(FaultSpec.error(401));
        hits = hits();
    }

    @AfterEach
    void letGo() {
        goOn.countDown();
        callers.shutdownNow();
    }

    private double hits() {
        return meters.counter("hub.ai.cache", "result", "hit").count();
    }

    private void following(int count) {
        await().atMost(Hub.SOON).until(() -> hits() - hits == count);
    }

    /** Opened, and heard the first token. */
    private HttpResponse<InputStream> listen(String request, String key, String... headers) throws IOException {
        HttpResponse<InputStream> response = Http.open(hub.uri(CHAT), request, key, headers);
        assertThat(line(response)).contains("first");
        return response;
    }

    /** Byte by byte: a reader would take more than the line. */
    private static String line(HttpResponse<InputStream> response) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = response.body().read(); read >= 0 && read != '\n'; read = response.body().read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    private static String rest(HttpResponse<InputStream> response) throws IOException {
        return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private List<CompletableFuture<Hub.Answer>> many(int count, String request) {
        return Stream.generate(() -> CompletableFuture.supplyAsync(() -> Http.post(hub.uri(CHAT), request, KEY), callers)).limit(count).toList();
    }

    @Test
    void sixtyIdenticalStreamsAreOneCall() {
        upstream(call -> Upstream.write(call, Upstream.token("second") + END));
        List<CompletableFuture<Hub.Answer>> answers = many(60, streamed(ask()));
        following(59);
        goOn.countDown();
        List<Hub.Answer> all = answers.stream().map(CompletableFuture::join).toList();
        assertThat(Upstream.OTHER.requests()).hasSize(1);
        assertThat(all).extracting(Hub.Answer::body).containsOnly(Upstream.token("first") + Upstream.token("second") + END);
        assertThat(all).allSatisfy(answer -> assertThat(answer.headers()).containsEntry("x-hub-fallback", "provider"));
        assertThat(all.stream().map(answer -> answer.headers().get("x-hub-cache")).filter("miss"::equals)).hasSize(1);
        assertThat(all.stream().map(answer -> answer.headers().get("x-hub-cache")).filter("hit"::equals)).hasSize(59);
    }

    @Test
    void twoHundredIdenticalStreamsAreOneCall() {
        fault(FaultSpec.error(200).withError("stream-slow"));
        List<Hub.Answer> all = many(200, streamed(ask("four " + UUID.randomUUID()))).stream().map(CompletableFuture::join).toList();
        assertThat(hub.simulators().faults().active().get(Providers.GROQ).hits()).isEqualTo(1);
        assertThat(all.stream().map(Hub.Answer::body).distinct()).hasSize(1);
        assertThat(all.get(0).body()).contains("four").endsWith(END);
    }

    @Test
    void whoFollowsHasTheWholeWhenTheFirstHangsUp() throws Exception {
        String much = Upstream.token("more");
        upstream(call -> {
            for (int i = 0; i < 6000; i++) {
                Upstream.write(call, much);
            }
            Upstream.write(call, END);
        });
        String request = streamed(ask());
        HttpResponse<InputStream> first = listen(request, KEY);
        HttpResponse<InputStream> second = listen(request, KEY);
        HttpResponse<InputStream> third = listen(request, KEY);
        first.body().close();
        third.body().close();
        goOn.countDown();
        assertThat(rest(second)).as("longer than what is kept").hasSizeGreaterThan(StreamRecording.LONGEST).isEqualTo("\n" + much.repeat(6000) + END);
        assertThat(Upstream.OTHER.requests()).hasSize(1);
    }

    @Test
    void theProviderIsLeftWhenTheLastHasLeft() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        upstream(call -> {
            try {
                for (int i = 0; i < 5000; i++) {
                    Upstream.write(call, Upstream.token("more"));
                    Thread.sleep(5);
                }
            } catch (IOException e) {
                left.countDown();
            }
        });
        String request = streamed(ask());
        HttpResponse<InputStream> first = listen(request, KEY);
        HttpResponse<InputStream> second = listen(request, KEY);
        first.body().close();
        goOn.countDown();
        BufferedReader lines = new BufferedReader(new InputStreamReader(second.body(), StandardCharsets.UTF_8));
        for (int i = 0; i < 100; i++) {
            assertThat(lines.readLine()).as("goes on for the second").isNotNull();
        }
        second.body().close();
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anErrorInTheMiddleReachesAll() throws Exception {
        upstream(call -> Upstream.write(call, "data: {\"error\":{\"message\":\"broken\"}}\n\n"));
        List<CompletableFuture<Hub.Answer>> answers = many(5, streamed(ask()));
        following(4);
        goOn.countDown();
        Set<String> bodies = answers.stream().map(answer -> answer.join().body()).collect(Collectors.toSet());
        assertThat(bodies).hasSize(1);
        assertThat(bodies.iterator().next()).contains("first", "event: error\ndata: {\"error\":", "provider_error").doesNotContain("[DONE]");
        assertThat(Upstream.OTHER.requests()).hasSize(1);
    }

    @Test
    void whoFollowsAFailureBeforeTheFirstTokenDoesNotCall() throws Exception {
        Upstream.OTHER.does(call -> {
            goOn.await(20, TimeUnit.SECONDS);
            Upstream.send(call, 400, "application/json", "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"made_up\"}}");
        });
        List<CompletableFuture<Hub.Answer>> answers = many(5, streamed(ask()));
        await().atMost(Hub.SOON).until(() -> waiting() == 4);
        goOn.countDown();
        for (CompletableFuture<Hub.Answer> answer : answers) {
            assertThat(answer.join().status()).isEqualTo(400);
            assertThat(hub.read(answer.join().body()).at("/error/code").asText()).isEqualTo("made_up");
        }
        assertThat(Upstream.OTHER.requests()).hasSize(1);
    }

    @Test
    void whoFollowsOneThatNobodyAnswersHasTheStaticAnswerToo() throws Exception {
        Upstream.OTHER.does(call -> {
            goOn.await(20, TimeUnit.SECONDS);
            Upstream.send(call, 503, "application/json", "{}");
        });
        List<CompletableFuture<Hub.Answer>> answers = many(5, streamed(ask()));
        await().atMost(Hub.SOON).until(() -> waiting() == 4);
        goOn.countDown();
        for (CompletableFuture<Hub.Answer> answer : answers) {
            assertThat(answer.join().headers()).containsEntry("x-hub-fallback", "static");
            assertThat(answer.join().body()).contains("Lo siento").endsWith(END);
        }
        assertThat(Upstream.OTHER.requests()).as("two attempts of the first").hasSize(2);
    }

    /** Requests in this hub that wait for another's first token. */
    private static long waiting() {
        return Thread.getAllStackTraces().values().stream().filter(stack -> Stream.of(stack).anyMatch(frame ->
                frame.getClassName().equals(ChatCache.class.getName()) && frame.getMethodName().equals("followed"))).count();
    }

    @Test
    void anotherTenantAnotherUsageAndNoStoreAreCallsOfTheirOwn() throws Exception {
        upstream(call -> Upstream.write(call, END));
        String request = streamed(ask());
        List<HttpResponse<InputStream>> all = new ArrayList<>();
        all.add(listen(request, KEY, "Cache-Control", "no-store"));
        all.add(listen(request, KEY));
        all.add(listen(request, OTHER_KEY));
        all.add(listen(request, KEY, "Cache-Control", "no-store"));
        all.add(listen(request.replace("{\"stream\":true,", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},"), KEY));
        assertThat(Upstream.OTHER.requests()).hasSize(5);
        assertThat(all).extracting(one -> one.headers().firstValue("x-hub-cache").orElse("")).containsExactly("off", "miss", "miss", "off", "miss");
        goOn.countDown();
        for (HttpResponse<InputStream> one : all) {
            assertThat(rest(one)).endsWith(END);
        }
    }

    @Test
    void aStreamThatIsOverIsNotFollowed() {
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", Upstream.token("first") + END));
        String request = streamed(ask());
        assertThat(Http.post(hub.uri(CHAT), request, KEY).headers()).containsEntry("x-hub-cache", "miss");
        assertThat(Http.post(hub.uri(CHAT), request, KEY).headers()).as("a fallback is not kept").containsEntry("x-hub-cache", "miss");
        assertThat(Upstream.OTHER.requests()).hasSize(2);
    }
}
