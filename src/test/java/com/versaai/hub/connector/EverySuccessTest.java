package com.versaai.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.FaultClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every action of every manifest: delivered is what the provider promises for a success, and no other 2xx. Mail: MailMessageSinkTest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverySuccessTest {

    /** As the providers document them; GA4 says nothing to everything. A new connector adds its own. */
    private static final Map<String, String> SUCCESSES = Map.of(
            "salesforce", "{\"id\":\"00Q5e00000abc\",\"success\":true,\"errors\":[],\"created\":true}",
            "hubspot", "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"512\",\"new\":true,\"properties\":{}}],\"startedAt\":\"2026-11-28T00:00:00Z\"}",
            "pipedrive", "{\"success\":true,\"data\":{\"id\":17}}",
            "slack", "{\"ok\":true,\"channel\":\"C0HUB\",\"ts\":\"1760000000.000100\",\"message\":{},\"view\":{\"id\":\"V0HUB\"}}",
            "mixpanel", "{\"code\":200,\"num_records_imported\":1,\"status\":\"OK\"}",
            "amplitude", "{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":50,\"server_upload_time\":1760000000000}",
            "segment", "{\"success\":true}",
            "ga4", "");

    private ConnectorHarness hub;
    private List<EveryCall> calls;

    @BeforeAll
    void start() throws Exception {
        hub = new ConnectorHarness();
        EveryCall.settings(hub, hub.provider.baseUrl());
        calls = EveryCall.delivering(hub);
        assertThat(calls).extracting(EveryCall::connector).containsAll(SUCCESSES.keySet());
        assertThat(SUCCESSES.keySet()).containsAll(calls.stream().map(EveryCall::connector).toList());
    }

    @AfterAll
    void stop() throws Exception {
        hub.close();
    }

    private Exchange send(EveryCall call, ResponseDefinitionBuilder answer) {
        hub.provider.resetAll();
        hub.provider.stubFor(any(anyUrl()).willReturn(answer).atPriority(9));
        hub.provider.stubFor(post(urlPathMatching(".*/oauth2/token")).willReturn(okJson(
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"instance_url\":\"" + hub.url("/salesforce") + "\"}")));
        // What is searched is not there, so that the call that matters is made.
        hub.provider.stubFor(get(urlPathMatching(".*/search")).willReturn(okJson("{\"success\":true,\"data\":{\"items\":[]}}")));
        return call.send(hub, "");
    }

    private void isInDoubt(EveryCall call, String answer, ResponseDefinitionBuilder given) {
        Exchange done = send(call, given);
        String as = call + " to " + answer;
        assertThat(done.getException()).as(as).isNotNull();
        assertThat(hub.fault(call.connector(), done)).as(as).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
    }

    @Test
    void theProvidersAnswerIsSuccess() {
        for (EveryCall call : calls) {
            Exchange done = send(call, aResponse().withStatus(call.connector().equals("ga4") ? 204 : 200).withBody(SUCCESSES.get(call.connector())));
            assertThat(done.getException()).as(call.toString()).isNull();
        }
    }

    @Test
    void aWebPageIsNot() {
        for (String page : List.of("<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body></body></html>",
                "<html><body><script>location='/login'</script></body></html>", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"></html>")) {
            for (EveryCall call : calls) {
                isInDoubt(call, page, aResponse().withHeader("Content-Type", "text/html").withBody(page));
                // A login page that says it is JSON.
                isInDoubt(call, page, aResponse().withStatus(201).withHeader("Content-Type", "application/json").withBody(page));
            }
        }
    }

    @Test
    void norIsAnEmptyAnswerWhereOneIsPromised() {
        for (EveryCall call : calls) {
            if (!SUCCESSES.get(call.connector()).isEmpty()) {
                isInDoubt(call, "nothing", aResponse().withStatus(200));
                isInDoubt(call, "nothing", aResponse().withStatus(204));
                isInDoubt(call, "spaces", aResponse().withStatus(200).withBody(" \r\n"));
            }
        }
    }

    @Test
    void norIsJsonOfAnotherShape() {
        for (String other : List.of("{}", "[]", "null", "true", "\"ok\"", "0", "ok", "OK", "{\"ok\":\"true\"}", "{\"result\":\"accepted\"}", "{\"ok\":true}",
                "{\"success\":\"yes\"}", "{\"code\":200}", "{\"status\":\"COMPLETE\",\"results\":[]}", "{\"id\":\"1\"}", "{\"success\":true,\"data\":{}}")) {
            for (EveryCall call : calls) {
                // What is another provider's success may be this one's.
                boolean own = call.connector().equals("segment") && other.startsWith("{\"success\":true")
                        || call.kamelet().equals("slack-response-sink") && Set.of("ok", "{\"ok\":true}").contains(other);
                if (!own) {
                    isInDoubt(call, other, okJson(other));
                }
            }
        }
    }

    @Test
    void norIsHalfOfTheRightOne() {
        for (EveryCall call : calls) {
            String right = SUCCESSES.get(call.connector());
            if (!right.isEmpty()) {
                isInDoubt(call, "half", okJson(right.substring(0, right.length() - 1)));
                isInDoubt(call, "half", okJson(right.substring(0, right.length() / 2)));
                isInDoubt(call, "more", okJson(right + "<html>"));
            }
        }
    }

    @Test
    void norIsARedirectToAPage() {
        for (EveryCall call : calls) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                Exchange done = send(call, aResponse().withStatus(status).withHeader("Location", hub.url("/login")).withBody("<html>moved</html>"));
                assertThat(done.getException()).as(call + " to " + status).isNotNull();
                assertThat(hub.provider.getAllServeEvents()).noneMatch(event -> event.getRequest().getUrl().equals("/login"));
            }
        }
    }

    /** Two ways to one action, with two promises. */
    @Test
    void slacksWebhookSaysOkAndNothingElse() throws Exception {
        try (ConnectorHarness webhooks = new ConnectorHarness()) {
            EveryCall.settings(webhooks, webhooks.provider.baseUrl());
            webhooks.environment.setProperty("hub.provider.slack.webhooks.growth", webhooks.url("/hook"));
            EveryCall call = EveryCall.delivering(webhooks).stream().filter(one -> one.toString().equals("slack/user-registered")).findFirst().orElseThrow();
            for (String answer : List.of("ok", "ok\n", "", "okay", "<html>ok</html>", SUCCESSES.get("slack"))) {
                webhooks.provider.resetAll();
                webhooks.provider.stubFor(post("/hook").willReturn(aResponse().withBody(answer)));
                Exchange done = call.send(webhooks, "");
                if (answer.strip().equals("ok")) {
                    assertThat(done.getException()).isNull();
                } else {
                    assertThat(webhooks.fault("slack", done).faultClass()).as(answer).isEqualTo(FaultClass.IN_DOUBT);
                }
            }
        }
    }
}
