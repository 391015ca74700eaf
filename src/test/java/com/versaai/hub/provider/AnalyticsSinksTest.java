package com.versaai.hub.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyticsSinksTest {

    private static final String PRINTABLE = IntStream.rangeClosed(0x21, 0x7e).mapToObj(Character::toString).collect(Collectors.joining());
    private static final Map<String, String> BODIES = Map.of(
            "ga4", "{\"client_id\":\"1.2\",\"events\":[{\"name\":\"user_registered\",\"params\":{}}]}",
            "mixpanel", "[{\"event\":\"user_registered\",\"properties\":{\"time\":1760000000123,\"distinct_id\":\"u\",\"$insert_id\":\"i-1\"}}]",
            "amplitude", "{\"events\":[{\"user_id\":\"user-1\",\"event_type\":\"é\",\"revenue\":5.120,\"value\":250.00}]}",
            "segment", "{\"userId\":\"u\",\"event\":\"user_registered\",\"messageId\":\"m\"}");

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        for (String provider : BODIES.keySet()) {
            set(provider, "base-url", hub.url("/" + provider));
        }
        set("ga4", "measurement-id", "G-SANDBOX");
        set("ga4", "api-secret", "ga4-sandbox");
        set("mixpanel", "service-account", "svc.hub");
        set("mixpanel", "service-secret", "secret1");
        set("mixpanel", "project-id", "1");
        set("amplitude", "api-key", "k");
        set("segment", "write-key", "wk_test_123");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private void set(String provider, String name, String value) {
        hub.environment.setProperty("hub.provider." + provider + "." + name, value);
    }

    private Exchange send(String provider, ResponseDefinitionBuilder answer, Map<String, Object> headers) {
        hub.provider.resetAll();
        hub.provider.stubFor(any(anyUrl()).willReturn(answer));
        return hub.send(provider + "-event-sink", BODIES.get(provider), headers);
    }

    private Exchange send(String provider, ResponseDefinitionBuilder answer) {
        return send(provider, answer, Map.of("HubKey", "u", "HubDeliveryId", "e/" + provider + "/track"));
    }

    private LoggedRequest request() {
        List<LoggedRequest> all = hub.provider.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ga4|/ga4/mp/collect?measurement_id=G-SANDBOX&api_secret=ga4-sandbox|",
        "mixpanel|/mixpanel/import?strict=1&project_id=1|Basic c3ZjLmh1YjpzZWNyZXQx",
        "amplitude|/amplitude/2/httpapi|",
        "segment|/segment/v1/track|Basic d2tfdGVzdF8xMjM6"})
    void sendsWhatTheProviderExpects(String provider, String url, String authorization) throws Exception {
        Exchange done = send(provider, okJson("{\"code\":200,\"success\":true,\"status\":\"OK\",\"num_records_imported\":1}"));
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(done.getMessage().getBody(String.class)).contains("\"code\":200");
        LoggedRequest sent = request();
        assertThat(sent.getMethod().value()).isEqualTo("POST");
        assertThat(sent.getUrl()).isEqualTo(url);
        assertThat(sent.getHeader("Authorization")).isEqualTo(authorization);
        assertThat(sent.getHeader("Content-Type")).startsWith("application/json");
        String expected = provider.equals("amplitude") ? BODIES.get(provider).replaceFirst("\\{", "{\"api_key\":\"k\",") : BODIES.get(provider);
        assertThat(json(sent.getBodyAsString())).isEqualTo(json(expected));
    }

    @Test
    void anEmptyAnswerIsSuccess() {
        for (String provider : BODIES.keySet()) {
            Exchange done = send(provider, aResponse().withStatus(204));
            assertThat(done.getException()).as(provider).isNull();
            assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(204);
        }
    }

    @Test
    void ofAnUnreadableAnswerTheStatusDecides() {
        for (String provider : BODIES.keySet()) {
            assertThat(send(provider, aResponse().withBody("<html>ok</html>")).getException()).as(provider).isNull();
            assertThat(send(provider, aResponse().withBody("x".repeat(2_000_000))).getException()).as(provider).isNull();
        }
    }

    @Test
    void mixpanelTakesAProjectTokenInstead() {
        set("mixpanel", "service-account", "");
        set("mixpanel", "token", "proj_token_1");
        assertThat(send("mixpanel", okJson("{\"code\":200}")).getException()).isNull();
        assertThat(request().getUrl()).isEqualTo("/mixpanel/import?strict=1");
        assertThat(request().getHeader("Authorization")).isEqualTo("Basic cHJval90b2tlbl8xOg==");
    }

    @Test
    void everyPrintableCharacterOfASecretArrives() throws Exception {
        set("ga4", "api-secret", PRINTABLE);
        send("ga4", aResponse().withStatus(204));
        assertThat(request().queryParameter("api_secret").firstValue()).isEqualTo(PRINTABLE);
        set("amplitude", "api-key", PRINTABLE);
        send("amplitude", okJson("{}"));
        assertThat(json(request().getBodyAsString()).path("api_key").asText()).isEqualTo(PRINTABLE);
        set("mixpanel", "service-secret", PRINTABLE);
        send("mixpanel", okJson("{}"));
        assertThat(decoded(request())).isEqualTo("svc.hub:" + PRINTABLE);
        set("segment", "write-key", PRINTABLE.replace(":", ""));
        send("segment", okJson("{}"));
        assertThat(decoded(request())).isEqualTo(PRINTABLE.replace(":", "") + ":");
    }

    private static String decoded(LoggedRequest request) {
        return new String(Base64.getDecoder().decode(request.getHeader("Authorization").substring(6)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ga4", "mixpanel", "amplitude", "segment"})
    void inboundHeadersHaveNoEffectAndDoNotLeave(String provider) {
        Map<String, Object> hostile = new LinkedHashMap<>(Map.of("CamelHttpUri", "http://localhost:1/evil", "camelhttpuri", "http://localhost:1/evil",
                "CamelHttpMethod", "DELETE", "CamelHttpPath", "/evil", "CamelHttpQuery", "a=b", "CamelHttpRawQuery", "a=b",
                "CamelRestHttpUri", "http://localhost:1/evil", "Authorization", "Bearer stolen", "Content-Encoding", "gzip", "HubKey", "ana@acme.example"));
        hostile.put("Host", "evil.example");
        Exchange done = send(provider, okJson("{}").withHeader("HubKey", "overwritten"), hostile);
        assertThat(done.getException()).isNull();
        LoggedRequest sent = request();
        assertThat(sent.getMethod().value()).isEqualTo("POST");
        assertThat(sent.getUrl()).startsWith("/" + provider + "/").doesNotContain("evil", "a=b");
        assertThat(sent.getHeader("Host")).startsWith("localhost");
        assertThat(sent.getHeaders().all().toString()).doesNotContain("stolen", "acme");
        assertThat(sent.containsHeader("Content-Encoding")).isFalse();
        assertThat(sent.containsHeader("HubKey")).isFalse();
        assertThat(done.getMessage().getHeader("HubKey")).isEqualTo("ana@acme.example");
    }

    @ParameterizedTest
    @CsvSource({"400,PERMANENT", "401,PERMANENT", "403,PERMANENT", "413,PERMANENT", "429,RATE_LIMITED", "500,TRANSIENT", "503,TRANSIENT"})
    void errorStatusesFailWithoutShowingASecret(int status, FaultClass expected) {
        secrets();
        for (String provider : BODIES.keySet()) {
            Exchange failed = send(provider, aResponse().withStatus(status).withBody("<html><title>Error</title></html>"));
            assertThat(failed.getException()).as(provider).isInstanceOf(HttpOperationFailedException.class);
            assertThat(hub.fault(provider, failed).faultClass()).as(provider).isEqualTo(expected);
            assertHidden(failed);
            assertThat(request().getUrl()).as("sent once").isNotEmpty();
        }
    }

    @Test
    void networkFaultsFailWithoutShowingASecret() {
        secrets();
        for (String provider : BODIES.keySet()) {
            assertHidden(send(provider, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
            hub.provider.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(3_000)));
            assertHidden(hub.send(provider + "-event-sink?responseTimeout=200", BODIES.get(provider), Map.of()));
            set(provider, "base-url", "http://localhost:1");
            assertHidden(send(provider, okJson("{}")));
            set(provider, "base-url", hub.url("/" + provider));
        }
    }

    private void secrets() {
        set("ga4", "api-secret", "S3CR3T");
        set("mixpanel", "service-secret", "S3CR3T");
        set("amplitude", "api-key", "S3CR3T");
        set("segment", "write-key", "S3CR3T");
    }

    private void assertHidden(Exchange failed) {
        assertThat(failed.getException()).isNotNull();
        java.io.StringWriter trace = new java.io.StringWriter();
        failed.getException().printStackTrace(new java.io.PrintWriter(trace));
        String encoded = Base64.getEncoder().encodeToString("S3CR3T:".getBytes(StandardCharsets.UTF_8)).substring(0, 8);
        assertThat(trace.toString()).doesNotContain("S3CR3T", encoded);
        assertThat(failed.getMessage().getHeaders().toString()).doesNotContain("S3CR3T", "Authorization");
        assertThat(String.valueOf(failed.getMessage().getBody(String.class))).doesNotContain("S3CR3T");
        assertThat(hub.context.getEndpoints().toString()).doesNotContain("S3CR3T");
        assertThat(hub.context.getEndpoints()).allSatisfy(endpoint -> assertThat(endpoint.getEndpointUri()).doesNotContain("S3CR3T"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mixpanel|{\"code\":200,\"num_records_imported\":0,\"failed_records\":[{\"index\":0,\"$insert_id\":\"i-1\",\"field\":\"time\",\"message\":\"bad\"}]}|failed_records|PERMANENT",
        "mixpanel|{\"code\":200,\"status\":\"error\",\"error\":\"nothing imported\"}|http_200|PERMANENT",
        "amplitude|{\"code\":400,\"error\":\"Invalid API key\"}|http_400|PERMANENT",
        "amplitude|{\"code\":429,\"error\":\"Too many\",\"throttled_events\":[0]}|throttled|RATE_LIMITED",
        "segment|{\"success\":false,\"message\":\"no\"}|http_200|PERMANENT"})
    void aRefusalInsideA200Fails(String provider, String body, String code, FaultClass expected) {
        Exchange failed = send(provider, okJson(body));
        assertThat(failed.getException()).isInstanceOf(ProviderException.class);
        var fault = hub.fault(provider, failed);
        assertThat(fault.faultClass()).isEqualTo(expected);
        assertThat(fault.code()).isIn(code, "error");
    }

    @Test
    void mixpanelNamesTheRefusedField() {
        Exchange failed = send("mixpanel", okJson("{\"code\":400,\"error\":\"some data points in the request failed validation\",\"status\":\"Bad Request\","
                + "\"num_records_imported\":0,\"failed_records\":[{\"index\":0,\"field\":\"properties.time\",\"message\":\"too old\"}]}").withStatus(400));
        assertThat(hub.fault("mixpanel", failed)).extracting("code", "message").containsExactly("failed_records", "1 refused: properties.time: too old");
    }

    @Test
    void ga4CanValidateInstead() {
        hub.provider.stubFor(any(anyUrl()).willReturn(okJson("{\"validationMessages\":[]}")));
        assertThat(hub.send("ga4-event-sink?path=/debug/mp/collect", BODIES.get("ga4"), Map.of()).getException()).isNull();
        assertThat(request().getUrl()).startsWith("/ga4/debug/mp/collect?");
        hub.provider.stubFor(any(anyUrl()).willReturn(okJson("{\"validationMessages\":[{\"fieldPath\":\"events\",\"description\":\"none\",\"validationCode\":\"VALUE_REQUIRED\"}]}")));
        assertThat(hub.fault("ga4", hub.send("ga4-event-sink?path=/debug/mp/collect", BODIES.get("ga4"), Map.of())))
                .extracting("code", "message").containsExactly("VALUE_REQUIRED", "events: none");
    }

    @ParameterizedTest
    @CsvSource({"ga4,api-secret", "ga4,measurement-id", "ga4,base-url", "mixpanel,service-secret", "mixpanel,project-id", "amplitude,api-key", "segment,write-key"})
    void aMissingSettingIsNamed(String provider, String name) {
        set(provider, name, "");
        assertThat(send(provider, okJson("{}")).getException()).hasStackTraceContaining("hub.provider." + provider + "." + name);
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json S3CR3T", "[]", "{\"api_key\":\"other\"}"})
    void amplitudeTakesOnlyAnObjectAndTheConfiguredKey(String body) throws Exception {
        hub.provider.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        Exchange done = hub.send("amplitude-event-sink", body, Map.of());
        if (body.startsWith("{")) {
            assertThat(json(request().getBodyAsString()).path("api_key").asText()).isEqualTo("k");
        } else {
            assertThat(hub.fault("amplitude", done).code()).isEqualTo("invalid_message");
            assertThat(done.getException()).hasMessageNotContaining("S3CR3T").hasNoCause();
        }
    }

    @Test
    void anotherAccountHasItsOwnSettings() {
        set("segment-eu", "base-url", hub.url("/eu"));
        set("segment-eu", "write-key", "eu");
        hub.provider.stubFor(any(anyUrl()).willReturn(okJson("{\"success\":true}")));
        assertThat(hub.send("segment-event-sink?account=segment-eu", BODIES.get("segment"), Map.of()).getException()).isNull();
        assertThat(request().getUrl()).isEqualTo("/eu/v1/track");
    }
}
