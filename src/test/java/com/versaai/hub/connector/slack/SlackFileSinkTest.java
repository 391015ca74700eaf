package com.versaai.hub.connector.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.slack.api.methods.response.files.FilesCompleteUploadExternalResponse;
import com.slack.api.util.json.GsonFactory;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackFileSinkTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final String FILE = "{\"channel\":\"C0GROWTH\",\"filename\":\"informe ñ+1.csv\",\"text\":\"a;b\\nñ;2\",\"comment\":\"done\"}";

    private final Simulators simulators = new Simulators(0).start();
    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        SLACK.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        simulators.close();
    }

    @Test
    void uploadsInThreeStepsWithTheTokenWhereItBelongs() {
        Exchange done = hub.send("slack-file-sink", FILE, Map.of("Authorization", "Bearer evil", "CamelHttpMethod", "DELETE"));

        assertThat(done.getException()).isNull();
        assertThat(GsonFactory.createSnakeCase().fromJson(done.getMessage().getBody(String.class), FilesCompleteUploadExternalResponse.class).getFiles())
                .hasSize(1);
        assertThat(simulators.effects().of(SLACK)).singleElement().satisfies(effect -> assertThat(effect.body()).isEqualTo("informe ñ+1.csv|a;b\nñ;2"));
        List<LoggedRequest> calls = simulators.wireMock().getAllServeEvents().stream().map(event -> event.getRequest()).toList();
        assertThat(calls).hasSize(3).allSatisfy(call -> assertThat(call.getHeader("Authorization"))
                .isEqualTo(call.getUrl().contains("/upload/v1/") ? null : "Bearer xoxb-sandbox"));
        assertThat(done.getMessage().getHeaders().toString() + done.getProperties()).doesNotContain("/upload/v1/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/upload", "http://files.slack.com/upload/v1/1", "https://files.slack.com.evil.example/u", 
        "https://slack.com@evil.example/u", "https://files.slack.com:8443/u", "not an address", ""})
    void sendsTheBytesToNobodyElse(String address) {
        hub.environment.setProperty("hub.provider.slack.base-url", hub.url("/slack/api"));
        hub.provider.stubFor(get(urlPathEqualTo("/slack/api/files.getUploadURLExternal"))
                .willReturn(okJson("{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"" + address + "\"}")));
        Fault fault = hub.fault("slack", hub.send("slack-file-sink", FILE, Map.of()));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
        assertThat(hub.provider.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"channel\":\"#growth\",\"filename\":\"a\",\"text\":\"x\"}|channel",
        "{\"channel\":\"C0GROWTH\",\"filename\":\"../a\",\"text\":\"x\"}|filename", "{\"channel\":\"C0GROWTH\",\"text\":\"x\"}|filename",
        "{\"channel\":\"C0GROWTH\",\"filename\":\"a\",\"text\":\"\"}|content", "{\"channel\":\"C0GROWTH\",\"filename\":\"a\",\"base64\":\"%\"}|base64"})
    void refusesWhatIsNoFileBeforeSending(String body, String what) {
        Fault fault = hub.fault("slack", hub.send("slack-file-sink", body, Map.of()));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(fault.message()).contains(what);
        assertThat(simulators.wireMock().getAllServeEvents()).isEmpty();
    }

    @Test
    void aFailureOfAnyStepIsTheFailureOfAll() {
        for (String step : List.of("/api/files.getUploadURLExternal", "/upload/v1/", "/api/files.completeUploadExternal")) {
            simulators.faults().set(SLACK, FaultSpec.error(503).withPath(step));
            assertThat(hub.fault("slack", hub.send("slack-file-sink", FILE, Map.of())).faultClass()).as(step).isEqualTo(FaultClass.TRANSIENT);
            simulators.faults().clear(SLACK);
        }
        assertThat(simulators.effects().of(SLACK)).isEmpty();
        Fault nowhere = hub.fault("slack", hub.send("slack-file-sink", FILE.replace("C0GROWTH", "C0NOWHERE"), Map.of()));
        assertThat(nowhere.code()).isEqualTo("channel_not_found");
    }
}
