package com.versaai.hub.connector.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.util.json.GsonFactory;
import com.sun.net.httpserver.HttpServer;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.FaultClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackMessageSinkTest {

    private static final String SINK = "slack-message-sink";
    /** Only for what is meant to time out: a busy machine may take a while for the rest. */
    private static final String HASTY = "slack-message-sink?responseTimeout=1000";
    private static final String API = "/slack/api/chat.postMessage";
    private static final String WEBHOOK = "/slack/services/T000/B000/s3cret-growth";
    private static final String PLAIN = "{\"channel\":\"#growth\",\"text\":\"🎉 Nuevo usuario: ñ\"}";
    private static final String THREADED = "{\"channel\":\"#growth\",\"text\":\"t\",\"thread_ts\":\"1.2\"}";
    private static final String ACCEPTED = "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}";

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.slack.base-url", hub.url("/slack/api"));
        hub.environment.setProperty("hub.provider.slack.bot-token", "xoxb-sandbox");
        hub.environment.setProperty("hub.provider.slack.webhooks.growth", hub.url(WEBHOOK));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void postsPlainTextThroughTheChannelsWebhook() {
        hub.provider.stubFor(post(WEBHOOK).willReturn(aResponse().withStatus(200).withBody("ok")));
        Exchange done = hub.send(SINK, PLAIN, Map.of("HubKey", "ana@acme.example", "HubDeliveryId", "e/slack/a"));
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class)).isEqualTo("ok");
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(done.getMessage().getHeader("HubDeliveryId")).isEqualTo("e/slack/a");
        hub.provider.verify(1, postRequestedFor(urlEqualTo(WEBHOOK)).withHeader("Authorization", absent())
                .withHeader("Content-Type", equalTo("application/json; charset=UTF-8")).withHeader("HubKey", absent())
                .withRequestBody(equalToJson("{\"text\":\"🎉 Nuevo usuario: ñ\"}")));
    }

    @Test
    void postsAttachmentsThroughTheWebhookToo() {
        hub.provider.stubFor(post(WEBHOOK).willReturn(aResponse().withStatus(200).withBody("ok")));
        Exchange done = hub.send(SINK, "{\"channel\":\"#growth\",\"text\":\"t\",\"attachments\":[{\"color\":\"#439FE0\",\"text\":\"a\"}]}", Map.of());
        assertThat(done.getException()).isNull();
        hub.provider.verify(1, postRequestedFor(urlEqualTo(WEBHOOK))
                .withRequestBody(equalToJson("{\"text\":\"t\",\"attachments\":[{\"color\":\"#439FE0\",\"text\":\"a\"}]}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"channel\":\"#growth\",\"text\":\"t\",\"thread_ts\":\"1.2\"}",
        "{\"channel\":\"#growth\",\"text\":\"t\",\"blocks\":[{\"type\":\"divider\"}]}",
        "{\"channel\":\"#other\",\"text\":\"t\",\"attachments\":[{\"text\":\"a\"}]}",
        "{\"channel\":\"#other\",\"text\":\"no webhook\"}",
        "{\"channel\":\"#../../x\",\"text\":\"no channel name\"}",
        "{\"channel\":\"C0HUB\",\"text\":\"t\"}"})
    void postsEverythingElseThroughTheApi(String message) {
        hub.provider.stubFor(post(API).willReturn(okJson(ACCEPTED)));
        Exchange done = hub.send(SINK, message, Map.of());
        assertThat(done.getException()).isNull();
        ChatPostMessageResponse sdk = GsonFactory.createSnakeCase().fromJson(done.getMessage().getBody(String.class), ChatPostMessageResponse.class);
        assertThat(sdk.isOk()).isTrue();
        assertThat(sdk.getTs()).isEqualTo("1503435956.000247");
        hub.provider.verify(1, postRequestedFor(urlEqualTo(API)).withHeader("Authorization", equalTo("Bearer xoxb-sandbox"))
                .withHeader("Content-Type", equalTo("application/json; charset=UTF-8")).withRequestBody(equalToJson(message)));
    }

    @ParameterizedTest
    @CsvSource({"channel_not_found,PERMANENT", "invalid_auth,PERMANENT", "ratelimited,RATE_LIMITED",
        "service_unavailable,TRANSIENT", "internal_error,IN_DOUBT", "fatal_error,IN_DOUBT"})
    void failsOnARefusalWithStatus200(String error, FaultClass expected) {
        hub.provider.stubFor(post(API).willReturn(okJson("{\"ok\":false,\"error\":\"" + error + "\"}")));
        Exchange done = hub.send(SINK, THREADED, Map.of());
        assertThat(hub.fault("slack", done).faultClass()).isEqualTo(expected);
        assertThat(hub.fault("slack", done).code()).isEqualTo(error);
        assertThat(hub.fault("slack", done).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"400,invalid_payload,PERMANENT,invalid_payload", "404,no_service,PERMANENT,no_service",
        "410,channel_is_archived,PERMANENT,channel_is_archived", "500,<html><title>Oops ana@acme.example</title></html>,TRANSIENT,http_500",
        "503,'',TRANSIENT,http_503", "302,'',PERMANENT,http_302"})
    void readsTheWebhooksOwnAnswers(int status, String body, FaultClass expected, String code) {
        hub.provider.stubFor(post(WEBHOOK).willReturn(aResponse().withStatus(status).withBody(body).withHeader("Location", hub.url("/elsewhere"))));
        Exchange done = hub.send(SINK, PLAIN, Map.of());
        com.versaai.hub.provider.Fault fault = hub.fault("slack", done);
        assertThat(fault.faultClass()).isEqualTo(expected);
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.message()).doesNotContain("ana@");
        assertThat(done.getException()).hasMessageNotContaining("s3cret");
        assertThat(hub.provider.getAllServeEvents()).hasSize(1);
    }

    @Test
    void waitsAsSlackAsksAndDoesNotRepeatByItself() {
        hub.provider.stubFor(post(API).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "30").withBody("")));
        com.versaai.hub.provider.Fault fault = hub.fault("slack", hub.send(SINK, THREADED, Map.of()));
        assertThat(fault.faultClass()).isEqualTo(FaultClass.RATE_LIMITED);
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        hub.provider.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"text\":\"t\"}", "{\"channel\":\"#growth\"}", "{\"channel\":\"#growth\",\"text\":\" \"}",
        "{\"channel\":5,\"text\":\"t\"}", "[1]", "no json", "null", "\"x\""})
    void refusesAMessageWithoutChannelOrTextBeforeSending(String message) {
        com.versaai.hub.provider.Fault fault = hub.fault("slack", hub.send(SINK, message, Map.of()));
        assertThat(fault.faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(fault.code()).isEqualTo("invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @Test
    void callsOnlyWhereTheSettingsSayWhateverTheHeaders() {
        hub.provider.stubFor(post(WEBHOOK).willReturn(aResponse().withBody("ok")));
        hub.provider.stubFor(post(API).willReturn(okJson(ACCEPTED)));
        for (String message : new String[] {PLAIN, THREADED}) {
            Exchange done = hub.send(SINK, message, Map.ofEntries(Map.entry("camelhttpuri", hub.url("/evil")),
                    Map.entry("CAMELHTTPPATH", "evil"), Map.entry("CamelHttpQuery", "evil=1"), Map.entry("CamelHttpRawQuery", "evil=1"),
                    Map.entry("CamelRestHttpUri", hub.url("/evil")), Map.entry("camelresthttpquery", "evil=1"),
                    Map.entry("CamelHttpMethod", "DELETE"), Map.entry("CamelHttpHost", "evil"), Map.entry("Content-Encoding", "gzip"),
                    Map.entry("Authorization", "Bearer evil"), Map.entry("Cookie", "a=b"), Map.entry("Host", "evil"),
                    Map.entry("X-Slack-Signature", "x"), Map.entry("content-type", "text/evil")));
            assertThat(done.getException()).isNull();
        }
        assertThat(hub.provider.getAllServeEvents()).hasSize(2).allSatisfy(event -> {
            LoggedRequest request = event.getRequest();
            assertThat(request.getUrl()).isIn(WEBHOOK, API);
            assertThat(request.getMethod().getName()).isEqualTo("POST");
            assertThat(request.getHeaders().all().toString()).doesNotContainIgnoringCase("evil").doesNotContain("X-Slack").doesNotContain("Cookie");
            assertThat(request.getBodyAsString()).startsWith("{");
        });
    }

    @Test
    void leavesNoSecretInEndpointsHeadersOrExceptions() {
        hub.provider.stubFor(post(WEBHOOK).willReturn(aResponse().withStatus(500)));
        hub.provider.stubFor(post(API).willReturn(aResponse().withStatus(401)));
        for (String message : new String[] {PLAIN, THREADED}) {
            Exchange done = hub.send(SINK, message, Map.of());
            assertThat(done.getException().toString()).doesNotContain("s3cret").doesNotContain("xoxb");
            assertThat(done.getMessage().getHeaders().toString()).doesNotContain("s3cret").doesNotContain("xoxb");
        }
        assertThat(hub.context.getEndpoints()).isNotEmpty().allSatisfy(endpoint ->
                assertThat(endpoint.getEndpointUri()).doesNotContain("s3cret").doesNotContain("xoxb").doesNotContain("evil"));
    }

    @Test
    void carriesEveryPrintableCharacterOfTheToken() {
        hub.environment.setProperty("hub.provider.slack.bot-token", ConnectorHarness.PRINTABLE.trim());
        hub.provider.stubFor(post(API).willReturn(okJson(ACCEPTED)));
        assertThat(hub.send(SINK, THREADED, Map.of()).getException()).isNull();
        hub.provider.verify(postRequestedFor(urlEqualTo(API)).withHeader("Authorization", equalTo("Bearer " + ConnectorHarness.PRINTABLE.trim())));
    }

    @Test
    void doesNotRepeatABrokenWebhookUrl() {
        hub.environment.setProperty("hub.provider.slack.webhooks.growth", "https://hooks.slack.com/services/s3cret with space");
        Exchange done = hub.send(SINK, PLAIN, Map.of());
        com.versaai.hub.provider.Fault fault = hub.fault("slack", done);
        assertThat(fault.code()).isEqualTo("not_configured");
        assertThat(fault.message()).contains("hub.provider.slack.webhooks.growth").doesNotContain("s3cret");
        assertThat(done.getException()).hasStackTraceContaining("hub.provider.slack.webhooks.growth");
    }

    @Test
    void countsAHangAndAResetAsInDoubtAndNoConnectionAsNotSent() {
        hub.provider.stubFor(post(API).willReturn(okJson(ACCEPTED).withFixedDelay(3_000)));
        assertThat(hub.fault("slack", hub.send(HASTY, THREADED, Map.of()))).extracting("faultClass", "code")
                .containsExactly(FaultClass.IN_DOUBT, "read_timeout");
        for (Fault broken : new Fault[] {Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE}) {
            hub.provider.stubFor(post(API).willReturn(aResponse().withFault(broken)));
            assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of())).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        }
        hub.environment.setProperty("hub.provider.slack.base-url", "http://localhost:1/slack/api");
        assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of()))).extracting("faultClass", "code")
                .containsExactly(FaultClass.TRANSIENT, "connect_refused");
    }

    @Test
    void readsOnlyTheBeginningOfAHugeAnswer() throws IOException {
        String huge = "{\"ok\":true,\"filler\":\"" + "x".repeat(10_000_000) + "\"}";
        hub.provider.stubFor(post(API).willReturn(okJson(huge)));
        Exchange done = hub.send(SINK, THREADED, Map.of());
        assertThat(hub.fault("slack", done)).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
        assertThat(done.getMessage().getBody(byte[].class)).hasSize(ConnectorHarness.MAX_ANSWER);

        hub.provider.stubFor(post(API).willReturn(aResponse().withStatus(500).withBody(huge)));
        assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of()))).extracting("faultClass", "status").containsExactly(FaultClass.TRANSIENT, 500);

        hub.provider.stubFor(post(API).willReturn(okJson("{\"ok\":false,\"error\":\"is_archived\",\"x\":\"" + "x".repeat(10_000_000))));
        assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of())).code()).isEqualTo("is_archived");

        for (String coding : new String[] {"gzip", "x-gzip", "foo-gzip"}) {
            hub.provider.stubFor(post(API).willReturn(aResponse().withHeader("Content-Encoding", coding).withBody(gzip(new byte[50_000_000]))));
            Exchange bomb = hub.send(SINK, THREADED, Map.of());
            assertThat(hub.fault("slack", bomb).faultClass()).as(coding).isEqualTo(FaultClass.IN_DOUBT);
            assertThat(bomb.getMessage().getBody(byte[].class)).hasSizeLessThanOrEqualTo(ConnectorHarness.MAX_ANSWER);
        }
    }

    @Test
    void keepsItsConnectionButNoCookie() throws IOException {
        List<String> calls = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/", call -> {
            calls.add(call.getRemoteAddress().getPort() + " " + call.getRequestHeaders().getFirst("Cookie"));
            call.getRequestBody().readAllBytes();
            call.getResponseHeaders().add("Set-Cookie", "b=1");
            call.sendResponseHeaders(200, ACCEPTED.length());
            call.getResponseBody().write(ACCEPTED.getBytes(StandardCharsets.UTF_8));
            call.close();
        });
        server.start();
        try {
            hub.environment.setProperty("hub.provider.slack.base-url", "http://localhost:" + server.getAddress().getPort());
            for (int i = 0; i < 3; i++) {
                assertThat(hub.send(SINK, THREADED, Map.of()).getException()).isNull();
            }
            assertThat(calls).hasSize(3);
            assertThat(new HashSet<>(calls)).singleElement().asString().endsWith(" null");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void stopsReadingAnAnswerThatDribbles() {
        hub.provider.stubFor(post(API).willReturn(aResponse().withStatus(500).withBody("x".repeat(100)).withChunkedDribbleDelay(100, 20_000)));
        long start = System.nanoTime();
        assertThat(hub.fault("slack", hub.send(HASTY, THREADED, Map.of())).status()).isEqualTo(500);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void survivesACharsetThatDoesNotExistAndBytesThatAreNoText() {
        for (String charset : new String[] {"klingon", "\"\"", "*-%", "utf-8"}) {
            hub.provider.stubFor(post(API).willReturn(aResponse().withStatus(404).withHeader("Content-Type", "text/plain; charset=" + charset)
                    .withBody(new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3})));
            assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of()))).as(charset).extracting("faultClass", "status")
                    .containsExactly(FaultClass.PERMANENT, 404);
        }
    }

    @Test
    void isInDoubtAboutAWebPageWithStatus200AndAnEmptyAnswer() {
        hub.provider.stubFor(post(API).willReturn(aResponse().withBody("<!DOCTYPE html><title>Proxy login</title>")));
        assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of()))).extracting("faultClass", "code")
                .containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
        hub.provider.stubFor(post(API).willReturn(aResponse().withStatus(200)));
        assertThat(hub.fault("slack", hub.send(SINK, THREADED, Map.of())).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
