package com.versaai.hub.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@code <name>-event-sink} has to keep: analytics providers differ in address and credentials only. */
public abstract class AnalyticsSinkContract {

    /** A secret neither begins nor ends with a space. */
    private static final String PRINTABLE = ConnectorHarness.PRINTABLE.trim();

    protected ConnectorHarness hub;
    private final String name;
    private final String body;

    /** @param body one event as its mapping makes it */
    protected AnalyticsSinkContract(String name, String body) {
        this.name = name;
        this.body = body;
    }

    /** Settings other than the address, by their last part. */
    protected abstract Map<String, String> settings();

    /** Those of them that hold a secret. */
    protected abstract Set<String> secrets();

    /** Path and query of the call, with {@link #settings}. */
    protected abstract String url();

    /** The Authorization header with {@link #settings}, null for none. */
    protected abstract String authorization();

    /** The body that leaves, with {@link #settings}. */
    protected String sent() {
        return body;
    }

    /** What the provider answers to a success; here those of all with a body at once. */
    protected ResponseDefinitionBuilder success() {
        return okJson("{\"code\":200,\"success\":true,\"status\":\"OK\",\"num_records_imported\":1,\"events_ingested\":1}");
    }

    /** The characters a secret may have. */
    protected String printable() {
        return PRINTABLE;
    }

    /** The secret as it arrived. */
    protected abstract String secretOf(LoggedRequest request) throws Exception;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        set("base-url", hub.url("/" + name));
        settings().forEach(this::set);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    protected final void set(String setting, String value) {
        hub.environment.setProperty("hub.provider." + name + "." + setting, value);
    }

    protected final Exchange send(ResponseDefinitionBuilder answer, Map<String, Object> headers) {
        hub.provider.resetAll();
        hub.provider.stubFor(any(anyUrl()).willReturn(answer));
        return hub.send(name + "-event-sink", body, headers);
    }

    protected final Exchange send(ResponseDefinitionBuilder answer) {
        return send(answer, Map.of("HubKey", "u", "HubDeliveryId", "e/" + name + "/track"));
    }

    protected final com.versaai.hub.provider.Fault fault(Exchange failed) {
        return hub.fault(name, failed);
    }

    /** The one request there was. */
    protected final LoggedRequest request() {
        List<LoggedRequest> all = hub.provider.findAll(anyRequestedFor(anyUrl()));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    protected static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    protected static String basic(LoggedRequest request) {
        return new String(Base64.getDecoder().decode(request.getHeader("Authorization").substring(6)), StandardCharsets.UTF_8);
    }

    @Test
    void sendsWhatTheProviderExpects() throws Exception {
        Exchange done = send(success());
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(success().build().getStatus());
        assertThat(Objects.toString(done.getMessage().getBody(String.class), "")).isEqualTo(success().build().getBody());
        LoggedRequest sent = request();
        assertThat(sent.getMethod().value()).isEqualTo("POST");
        assertThat(sent.getUrl()).isEqualTo(url());
        assertThat(sent.getHeader("Authorization")).isEqualTo(authorization());
        assertThat(sent.getHeader("Content-Type")).startsWith("application/json");
        assertThat(json(sent.getBodyAsString())).isEqualTo(json(sent()));
    }

    @Test
    void anUnreadableAnswerIsInDoubt() {
        for (String body : new String[] {"<html>ok</html>", "x".repeat(2_000_000)}) {
            assertThat(fault(send(aResponse().withBody(body)))).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
        }
    }

    @Test
    void everyPrintableCharacterOfASecretArrives() throws Exception {
        for (String secret : secrets()) {
            set(secret, printable());
            assertThat(send(success()).getException()).isNull();
            assertThat(secretOf(request())).isEqualTo(printable());
        }
    }

    @Test
    void inboundHeadersHaveNoEffectAndDoNotLeave() {
        Map<String, Object> hostile = new LinkedHashMap<>(Map.of("CamelHttpUri", "http://localhost:1/evil", "camelhttpuri", "http://localhost:1/evil",
                "CamelHttpMethod", "DELETE", "CamelHttpPath", "/evil", "CamelHttpQuery", "a=b", "CamelHttpRawQuery", "a=b",
                "CamelRestHttpUri", "http://localhost:1/evil", "Authorization", "Bearer stolen", "Content-Encoding", "gzip", "HubKey", "ana@acme.example"));
        hostile.put("Host", "evil.example");
        Exchange done = send(success().withHeader("HubKey", "overwritten"), hostile);
        assertThat(done.getException()).isNull();
        LoggedRequest sent = request();
        assertThat(sent.getMethod().value()).isEqualTo("POST");
        assertThat(sent.getUrl()).startsWith("/" + name + "/").doesNotContain("evil", "a=b");
        assertThat(sent.getHeader("Host")).startsWith("localhost");
        assertThat(sent.getHeaders().all().toString()).doesNotContain("stolen", "acme");
        assertThat(sent.containsHeader("Content-Encoding")).isFalse();
        assertThat(sent.containsHeader("HubKey")).isFalse();
        assertThat(done.getMessage().getHeader("HubKey")).isEqualTo("ana@acme.example");
    }

    @ParameterizedTest
    @CsvSource({"400,PERMANENT", "401,PERMANENT", "403,PERMANENT", "413,PERMANENT", "429,RATE_LIMITED", "500,TRANSIENT", "503,TRANSIENT"})
    void errorStatusesFailWithoutShowingASecret(int status, FaultClass expected) {
        hide();
        Exchange failed = send(aResponse().withStatus(status).withBody("<html><title>Error</title></html>"));
        assertThat(failed.getException()).isInstanceOf(HttpOperationFailedException.class);
        assertThat(fault(failed).faultClass()).isEqualTo(expected);
        assertHidden(failed);
        assertThat(request().getUrl()).as("sent once").isNotEmpty();
    }

    @Test
    void networkFaultsFailWithoutShowingASecret() {
        hide();
        assertHidden(send(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        hub.provider.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(3_000)));
        assertHidden(hub.send(name + "-event-sink?responseTimeout=200", body, Map.of()));
        set("base-url", "http://localhost:1");
        assertHidden(send(okJson("{}")));
    }

    private void hide() {
        secrets().forEach(secret -> set(secret, "S3CR3T"));
    }

    private void assertHidden(Exchange failed) {
        assertThat(failed.getException()).isNotNull();
        StringWriter trace = new StringWriter();
        failed.getException().printStackTrace(new PrintWriter(trace));
        String encoded = Base64.getEncoder().encodeToString("S3CR3T:".getBytes(StandardCharsets.UTF_8)).substring(0, 8);
        assertThat(trace.toString()).doesNotContain("S3CR3T", encoded);
        assertThat(failed.getMessage().getHeaders().toString()).doesNotContain("S3CR3T", "Authorization");
        assertThat(String.valueOf(failed.getMessage().getBody(String.class))).doesNotContain("S3CR3T");
        assertThat(hub.context.getEndpoints().toString()).doesNotContain("S3CR3T");
        assertThat(hub.context.getEndpoints()).allSatisfy(endpoint -> assertThat(endpoint.getEndpointUri()).doesNotContain("S3CR3T"));
    }

    /** One that says refused in a 200. */
    protected final void assertRefused(String answer, String code, FaultClass expected) {
        Exchange failed = send(okJson(answer));
        assertThat(failed.getException()).isInstanceOf(ProviderException.class);
        assertThat(fault(failed)).extracting("faultClass", "code").containsExactly(expected, code);
    }

    @Test
    void aMissingSettingIsNamed() {
        Set<String> all = new TreeSet<>(settings().keySet());
        all.add("base-url");
        for (String setting : all) {
            String before = hub.environment.getProperty("hub.provider." + name + "." + setting);
            set(setting, "");
            assertThat(send(okJson("{}")).getException()).hasStackTraceContaining("hub.provider." + name + "." + setting);
            assertThat(hub.provider.getAllServeEvents()).isEmpty();
            set(setting, before);
        }
    }

    @Test
    void anotherAccountHasItsOwnSettings() {
        hub.environment.setProperty("hub.provider." + name + "-eu.base-url", hub.url("/eu"));
        settings().forEach((setting, value) -> hub.environment.setProperty("hub.provider." + name + "-eu." + setting, value));
        hub.provider.stubFor(any(anyUrl()).willReturn(success()));
        assertThat(hub.send(name + "-event-sink?account=" + name + "-eu", body, Map.of()).getException()).isNull();
        assertThat(request().getUrl()).startsWith("/eu/").isEqualTo(url().replaceFirst("/" + name, "/eu"));
    }
}
