package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Server-sent tokens, and what can go wrong between the first and the last. */
class ChatStreamsTest extends AiGateway {

    @Test
    void passesTheProvidersEventsOn() {
        Hub.Answer answer = chat(streamed(ask("hello there")), "Cache-Control", "no-store");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("content-type")).startsWith("text/event-stream");
        assertThat(answer.headers()).containsEntry("x-hub-cache", "off");
        assertThat(answer.body()).contains("\"content\":\"hello \"", "\"x_groq\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void tokensComeOneByOneAndTheProviderIsLeftWithTheCaller() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> {
            call.getResponseHeaders().set("Content-Type", "text/event-stream");
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write(Upstream.token("first").getBytes(StandardCharsets.UTF_8));
            call.getResponseBody().flush();
            goOn.await(20, TimeUnit.SECONDS);
            try {
                for (int i = 0; i < 5000; i++) {
                    call.getResponseBody().write(Upstream.token("more").getBytes(StandardCharsets.UTF_8));
                    call.getResponseBody().flush();
                    Thread.sleep(5);
                }
            } catch (IOException e) {
                left.countDown();
            }
        });
        HttpRequest request = HttpRequest.newBuilder(hub.uri(CHAT)).header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + KEY).POST(HttpRequest.BodyPublishers.ofString(streamed(ask()))).build();
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).as("the second token has not been written yet").contains("first");
        goOn.countDown();
        response.body().close();
        assertThat(left.await(20, TimeUnit.SECONDS)).as("the provider's stream is cut").isTrue();
    }

    @Test
    void fallsBackBeforeTheFirstToken() {
        fault(FaultSpec.error(200).withError("stream-error-first"));
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", Upstream.token("saved") + "data: [DONE]\n\n"));
        Hub.Answer answer = chat(streamed(ask()));
        assertThat(answer.headers()).containsEntry("x-hub-fallback", "provider");
        assertThat(answer.body()).contains("saved").endsWith("data: [DONE]\n\n");
    }

    @Test
    void aHangBeforeTheFirstTokenIsNotWaitedFor() {
        fault(FaultSpec.of(FaultSpec.Kind.HANG));
        Hub.Answer answer = chat(streamed(ask()));
        assertThat(answer.headers()).containsEntry("x-hub-fallback", "static");
        assertThat(answer.body()).contains("Lo siento").endsWith("data: [DONE]\n\n");
        hub.simulators().faults().clear();
    }

    @Test
    void anErrorAfterTheFirstTokenIsAnEvent() {
        fault(FaultSpec.error(200).withError("stream-error"));
        Hub.Answer answer = chat(streamed(ask()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("You ", "event: error\ndata: {\"error\":", "provider_error").doesNotContain("[DONE]");
    }

    @Test
    void whatIsNoEventIsAnError() {
        fault(FaultSpec.error(200).withError("stream-malformed"));
        assertThat(chat(streamed(ask())).body()).contains("You ", "malformed_event").doesNotContain("[DONE]");
    }

    @Test
    void aStreamCutShortIsAnErrorAndNotKept() {
        fault(FaultSpec.error(200).withError("stream-cut").withCount(1));
        String request = streamed(ask());
        assertThat(chat(request).body()).contains("stream_cut").doesNotContain("[DONE]");
        Hub.Answer second = chat(request);
        assertThat(second.headers()).containsEntry("x-hub-cache", "miss");
        assertThat(second.body()).endsWith("data: [DONE]\n\n");
    }

    /** Two answers were asked for, and the provider left after the first. */
    @Test
    void halfOfTwoAnswersIsCut() {
        fault(FaultSpec.error(401));
        String first = Upstream.token("one") + Upstream.token("").replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"");
        String second = Upstream.token("tw").replace("\"index\":0", "\"index\":1");
        String request = streamed(ask()).replaceFirst("}$", ",\"n\":2}");
        for (String left : List.of(first + second, first)) {
            Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", left));
            assertThat(chat(request).body()).contains("one", "stream_cut").doesNotContain("[DONE]");
        }
    }

    @Test
    void aMissingDoneIsAddedWhenTheAnswerIsWhole() {
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", Upstream.token("whole")
                + Upstream.token("").replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"")));
        assertThat(chat(streamed(ask())).body()).contains("whole").doesNotContain("error").endsWith("data: [DONE]\n\n");
    }

    @Test
    void aHangInTheMiddleEndsInAnError() {
        CountDownLatch over = new CountDownLatch(1);
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> {
            call.getResponseHeaders().set("Content-Type", "text/event-stream");
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write(Upstream.token("first").getBytes(StandardCharsets.UTF_8));
            call.getResponseBody().flush();
            over.await(20, TimeUnit.SECONDS);
        });
        Hub.Answer answer = chat(streamed(ask()));
        assertThat(answer.body()).contains("first", "event: error", "timeout").doesNotContain("[DONE]");
        over.countDown();
    }

    @Test
    void aWholeAnswerIsReplayedAsAStreamAndAStreamAsAStream() {
        String whole = ask();
        chat(whole);
        Hub.Answer replayed = chat(streamed(whole).replace("{\"stream\":true,", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},"));
        assertThat(replayed.headers()).containsEntry("x-hub-cache", "hit");
        assertThat(replayed.body()).contains("You said: say", "\"finish_reason\":\"stop\"", "\"usage\":{").endsWith("data: [DONE]\n\n");
        String stream = streamed(ask("again " + UUID.randomUUID()));
        Hub.Answer first = chat(stream);
        Hub.Answer second = chat(stream);
        assertThat(second.headers()).containsEntry("x-hub-cache", "hit");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void aRefusalOfAStreamHasAStatus() {
        Hub.Answer answer = chat(streamed(ask()).replaceFirst("}$", ",\"n\":2}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(hub.read(answer.body()).at("/error/param").asText()).isEqualTo("n");
    }

    @Test
    void aStreamThatEndedLeavesItsConnectionToTheNext() {
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", Upstream.token("whole") + "data: [DONE]\n\n"));
        chat(streamed(ask()));
        chat(streamed(ask()));
        assertThat(Upstream.OTHER.ports()).hasSize(2);
        assertThat(Upstream.OTHER.ports().get(0)).isEqualTo(Upstream.OTHER.ports().get(1));
    }

    @Test
    void theEndOfAChunkedStreamIsSeenIfItIsThere() {
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> Upstream.begin(call, Upstream.token("whole") + "data: [DONE]\n\n"));
        // On a busy machine the end may come too late once.
        await().atMost(Hub.SOON).untilAsserted(() -> {
            Upstream.OTHER.ports().clear();
            chat(streamed(ask()));
            chat(streamed(ask()));
            assertThat(Upstream.OTHER.ports().get(0)).isEqualTo(Upstream.OTHER.ports().get(1));
        });
    }

    @Test
    void nobodyWaitsForAnEndThatDoesNotCome() {
        CountDownLatch over = new CountDownLatch(1);
        fault(FaultSpec.error(401));
        Upstream.OTHER.does(call -> {
            Upstream.begin(call, Upstream.token("whole") + "data: [DONE]\n\n");
            over.await(20, TimeUnit.SECONDS);
        });
        assertThat(chat(streamed(ask())).body()).endsWith("data: [DONE]\n\n");
        assertThat(over.getCount()).as("the provider still holds its answer open").isEqualTo(1);
        chat(streamed(ask()));
        over.countDown();
        assertThat(Upstream.OTHER.ports()).hasSize(2).doesNotHaveDuplicates();
    }
}
