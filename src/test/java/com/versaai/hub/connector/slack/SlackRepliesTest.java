package com.versaai.hub.connector.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.view.View;
import com.slack.api.util.json.GsonFactory;
import com.versaai.hub.mapping.SamplePayloads;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.SealedTexts;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where replies go, and where they never go. */
class SlackRepliesTest {

    private static final String SINK = "slack-response-sink";
    private static final String ADDRESS = "https://hooks.slack.com/commands/T0HUB/1/s3cret-address";

    private ConnectorHarness hub;
    private SealedTexts seals;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.slack.hooks-url", hub.url(""));
        hub.environment.setProperty("hub.provider.slack.base-url", hub.url("/api"));
        hub.environment.setProperty("hub.provider.slack.bot-token", "xoxb-sandbox");
        hub.environment.setProperty("hub.provider.slack.webhook-secrets", "s1gning");
        seals = new SealedTexts(hub.environment);
        hub.provider.stubFor(post(anyUrl()).willReturn(aResponse().withBody("ok")));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private Exchange reply(String to) {
        return hub.send(SINK, "{\"reply\":\"" + to + "\",\"text\":\"hola\"}", Map.of());
    }

    private Fault refused(Exchange done) {
        assertThat(done.getException()).isNotNull();
        Fault fault = hub.fault("slack", done);
        assertThat(fault.faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(fault.message() + fault.code() + done.getException().getMessage()).doesNotContain("s3cret");
        return fault;
    }

    @Test
    void aSealedAddressIsOpenedInsideTheClientOnly() {
        Exchange done = reply(seals.seal("slack", ADDRESS, Instant.now().plusSeconds(60)));
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeaders().toString() + done.getProperties()).doesNotContain("s3cret-address");
        hub.provider.verify(1, postRequestedFor(urlEqualTo("/commands/T0HUB/1/s3cret-address")).withRequestBody(equalToJson("{\"text\":\"hola\"}")).withoutHeader("Authorization"));
    }

    @Test
    void slacksOwnAddressIsTakenToo() {
        assertThat(reply(ADDRESS).getException()).isNull();
        assertThat(reply(ADDRESS.replace("slack.com", "slack-gov.com")).getException()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hooks.slack.com/commands/T/1/s3cret", "https://hooks.slack.com.evil.example/commands/T/1/s3cret", "https://evil.example/hooks.slack.com/s3cret",
        "https://hooks.slack.com@evil.example/s3cret", "https://user:pw@hooks.slack.com/s3cret", "https://hooks.slack.com:8443/s3cret", "https://HOOKS.slack.com/s3cret",
        "https://169.254.169.254/latest/meta-data", "https://localhost/s3cret", "https://hooks.slack.com/../admin/s3cret", "https://hooks.slack.com/a/%2e%2e/s3cret",
        "https://hooks.slack.com/a?b=s3cret", "https://hooks.slack.com/a#s3cret", "https://hooks.slack.com", "https://hooks.slack.com/a b/s3cret", "file:///etc/passwd", "//hooks.slack.com/a",
        "https://hooks.slack.com/a//s3cret", "https://hooks.slack.com\\\\@evil.example/s3cret", "sealed.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "s3cret"})
    void nobodyElseIsEverCalled(String address) {
        assertThat(refused(reply(address)).code()).isEqualTo("invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @Test
    void aForeignAddressUnderAGoodSealIsNotCalledEither() {
        assertThat(refused(reply(seals.seal("slack", "https://evil.example/s3cret", Instant.now().plusSeconds(60)))).code()).isEqualTo("invalid_message");
        hub.environment.setProperty("hub.provider.other.webhook-secrets", "s1gning");
        assertThat(refused(reply(seals.seal("other", ADDRESS, Instant.now().plusSeconds(60)))).code()).as("another account's").isEqualTo("invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @Test
    void afterHalfAnHourNothingIsSent() {
        assertThat(refused(reply(seals.seal("slack", ADDRESS, Instant.now().minusSeconds(1)))).code()).isEqualTo("expired_url");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"404|{\"ok\":false,\"error\":\"used_url\"}|used_url|PERMANENT", "404|{\"ok\":false,\"error\":\"expired_url\"}|expired_url|PERMANENT",
        "200|{\"ok\":false,\"error\":\"invalid_blocks\"}|invalid_blocks|PERMANENT", "429|{\"ok\":false,\"error\":\"ratelimited\"}|ratelimited|RATE_LIMITED",
        "200|<html>Sign in</html>|unexpected_answer|IN_DOUBT", "302|moved|moved|PERMANENT"})
    void whatSlackRefusesIsUnderstoodAndNoRedirectIsFollowed(int status, String answer, String code, FaultClass expected) {
        hub.provider.resetAll();
        hub.provider.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", hub.url("/elsewhere")).withBody(answer)));
        Exchange done = reply(ADDRESS);
        assertThat(hub.fault("slack", done)).extracting(Fault::faultClass, Fault::code).containsExactly(expected, code);
        assertThat(hub.provider.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\":\"x\"}", "{\"reply\":\"\",\"text\":\"x\"}", "{\"reply\":7,\"text\":\"x\"}", "[]", "nonsense", "{\"reply\":\"" + ADDRESS + "\"}"})
    void aReplyWithoutAddressOrWordsIsNotSent(String body) {
        assertThat(refused(hub.send(SINK, body, Map.of())).code()).isEqualTo("invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @Test
    void theFormIsOneThatSlacksLibraryKnows() {
        View view = GsonFactory.createSnakeCase().fromJson(SamplePayloads.of("slack", "hub-replay-form").payload().get("view").toString(), View.class);
        assertThat(view.getType()).isEqualTo("modal");
        assertThat(view.getCallbackId()).isEqualTo("hub_replay");
        assertThat(view.getTitle().getText()).hasSizeLessThanOrEqualTo(24);
        assertThat(view.getBlocks()).hasSize(2).doesNotContainNull();
    }

    @Test
    void aFormNeedsATriggerAndSlacksWord() {
        assertThat(refused(hub.send("slack-view-sink", "{\"view\":{}}", Map.of())).code()).isEqualTo("invalid_message");
        String form = "{\"trigger_id\":\"1.2.3\",\"view\":{\"type\":\"modal\"}}";
        for (String error : new String[] {"expired_trigger_id", "exchanged_trigger_id", "token_revoked"}) {
            hub.provider.resetAll();
            hub.provider.stubFor(post("/api/views.open").willReturn(aResponse().withBody("{\"ok\":false,\"error\":\"" + error + "\"}")));
            assertThat(refused(hub.send("slack-view-sink", form, Map.of())).code()).isEqualTo(error);
        }
    }
}
