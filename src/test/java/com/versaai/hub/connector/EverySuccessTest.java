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
import com.versaai.hub.sandbox.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
            "zoho", "{\"data\":[{\"code\":\"SUCCESS\",\"status\":\"success\",\"message\":\"record added\",\"details\":{\"id\":\"5725767000003000064\"}}]}",
            "slack", "{\"ok\":true,\"channel\":\"C0HUB\",\"ts\":\"1760000000.000100\",\"message\":{},\"view\":{\"id\":\"V0HUB\"}}",
            "mixpanel", "{\"code\":200,\"num_records_imported\":1,\"status\":\"OK\"}",
            "amplitude", "{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":50,\"server_upload_time\":1760000000000}",
            "segment", "{\"success\":true}",
            "dynamics", "{\"@odata.etag\":\"W/\\\"1\\\"\",\"leadid\":\"%1$s\",\"contactid\":\"%1$s\",\"opportunityid\":\"%1$s\",\"incidentid\":\"%1$s\",\"annotationid\":\"%1$s\"}"
                    .formatted("5a4db0c5-0000-4000-8000-000000000001"),
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
        hub.provider.stubFor(post(urlPathMatching(".*/oauth(2|/v2|2/v2.0)/token")).willReturn(okJson(
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"instance_url\":\"" + hub.url("/salesforce") + "\",\"api_domain\":\"" + hub.url("/zoho") + "\"}")));
        // What is searched is not there, so that the call that matters is made.
        hub.provider.stubFor(get(urlPathMatching(".*/search")).willReturn(okJson("{\"success\":true,\"data\":{\"items\":[]}}")));
        if (call.action().equals("note")) {
            dealsWithoutNotes(call);
        }
        // A second call after one that was answered as promised.
        hub.provider.stubFor(post(urlPathMatching(".*/WinOpportunity")).willReturn(aResponse().withStatus(204).withHeader("OData-Version", "4.0")));
        return call.send(hub, "");
    }

    /** What a note is for is there, and has none, so that the call that matters is made. */
    private void dealsWithoutNotes(EveryCall call) {
        String deal = Call.json(call.body().getBytes(StandardCharsets.UTF_8)).orElseThrow().path("deal").asText();
        hub.provider.stubFor(get(urlPathMatching(".*/deals/search")).willReturn(okJson(
                "{\"success\":true,\"data\":{\"items\":[{\"item\":{\"id\":7,\"custom_fields\":[\"" + deal + "\"]}}]}}")));
        hub.provider.stubFor(get(urlPathMatching(".*/v1/notes")).willReturn(okJson("{\"success\":true,\"data\":null}")));
        hub.provider.stubFor(post(urlPathMatching(".*/coql")).willReturn(okJson("{\"data\":[{\"id\":\"5725767000003000064\"}]}")));
        hub.provider.stubFor(get(urlPathMatching(".*/Notes")).willReturn(aResponse().withStatus(204)));
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

    /** What has to be a text, a number or a boolean is one, and no other thing that reads like it. */
    @Test
    void norIsTheRightShapeOfOtherThings() {
        for (String almost : List.of(
                "{'success':'true','ok':'true','id':'x','ts':'1.2','status':'COMPLETE','results':[{'id':5}],'data':{'id':'17'},'code':200,'num_records_imported':'1','events_ingested':'1'}",
                "{'success':1,'ok':1,'id':'x','ts':'1.2','status':'OK','results':[{'id':'5'}],'data':{'id':17},'code':'200','num_records_imported':1,'events_ingested':1}",
                "{'success':true,'ok':true,'id':5,'ts':5,'status':'COMPLETE','results':[{'id':5}],'data':{'id':'17'},'code':200,'num_records_imported':1.5,'events_ingested':1.5}",
                "{'success':true,'ok':true,'id':null,'ts':null,'status':'COMPLETE','results':[{'id':null}],'data':{'id':null},'code':200,'num_records_imported':null}",
                "{'success':true,'ok':true,'id':' ','ts':' ','status':'COMPLETE','results':[{'id':' '}],'data':{'id':-4},'code':200,'num_records_imported':0,'events_ingested':0}",
                "{'success':true,'ok':true,'id':{'a':1},'ts':[],'status':'COMPLETE','results':[{'id':''}],'data':{'id':0},'code':200,'num_records_imported':-1,'events_ingested':-1}")) {
            String answer = almost.replace('\'', '"');
            for (EveryCall call : calls) {
                boolean own = call.connector().equals("segment") && almost.contains("'success':true")
                        || call.kamelet().equals("slack-response-sink") && almost.contains("'ok':true");
                if (!own) {
                    isInDoubt(call, answer, okJson(answer));
                }
            }
        }
    }

    @Test
    void norIsTheRightOneUnderAnotherStatus() {
        for (EveryCall call : calls) {
            for (int status : new int[] {202, 203, 205, 206, 207, 226, 299}) {
                isInDoubt(call, "HTTP " + status, aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(SUCCESSES.get(call.connector())));
                isInDoubt(call, "HTTP " + status + " without a body", aResponse().withStatus(status));
            }
        }
        for (EveryCall call : calls.stream().filter(one -> one.connector().equals("ga4")).toList()) {
            isInDoubt(call, "HTTP 200", aResponse().withStatus(200));
            isInDoubt(call, "HTTP 201", aResponse().withStatus(201));
        }
    }

    @Test
    void norIsTheRightOneOfAnotherType() {
        for (String type : List.of("text/html", "TEXT/HTML; charset=utf-8", "image/gif", "text/plain", "application/xml")) {
            for (EveryCall call : calls) {
                isInDoubt(call, type, aResponse().withHeader("Content-Type", type).withBody(SUCCESSES.get(call.connector())));
            }
        }
        for (EveryCall call : calls) {
            if (!call.connector().equals("ga4")) {
                Exchange done = send(call, aResponse().withHeader("Content-Type", "Application/JSON;charset=UTF-8").withBody(SUCCESSES.get(call.connector())));
                assertThat(done.getException()).as(call.toString()).isNull();
            }
        }
    }

    @Test
    void norIsOneThatSpeaksOfAnErrorBesides() {
        for (EveryCall call : calls) {
            String right = SUCCESSES.get(call.connector());
            if (!right.isEmpty()) {
                isInDoubt(call, "an error", okJson(right.substring(0, right.length() - 1) + ",\"error\":\"quota\"}"));
                // The first of two is as good as the last.
                Exchange done = send(call, okJson('{' + right.substring(1, right.indexOf(':')) + ":false," + right.substring(1)));
                assertThat(done.getException()).as(call + " to two answers in one").isNotNull();
            }
        }
        EveryCall lead = calls.stream().filter(one -> one.toString().equals("salesforce/lead")).findFirst().orElseThrow();
        isInDoubt(lead, "errors", okJson("{\"id\":\"00Q5e00000abc\",\"success\":true,\"errors\":[{\"statusCode\":\"X\"}]}"));
    }

    /** The reason says what came instead of a whole answer. */
    @Test
    void norIsOneThatCantBeUnpacked() {
        for (EveryCall call : calls) {
            Exchange done = send(call, aResponse().withHeader("Content-Encoding", "gzip").withBody(new byte[] {0x1f, (byte) 0x8b, 8, 'g', 'a', 'r', 'b', 'a', 'g', 'e'}));
            assertThat(hub.fault(call.connector(), done)).as(call.toString()).satisfies(fault -> {
                assertThat(fault.faultClass()).isEqualTo(FaultClass.IN_DOUBT);
                assertThat(fault.code()).isIn("bad_encoding", "answer_cut");
            });
        }
    }

    @Test
    void aLoginIsATokenAndNothingElse() throws Exception {
        String token = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":1800,\"instance_url\":\"" + hub.url("/salesforce") + "\"}";
        Map<String, ResponseDefinitionBuilder> others = new java.util.LinkedHashMap<>();
        others.put("a page", aResponse().withHeader("Content-Type", "text/html").withBody("<html><title>Sign in</title></html>"));
        others.put("nothing", aResponse().withStatus(204));
        others.put("half", okJson(token.substring(0, token.length() - 1)));
        others.put("more", okJson(token + "<html>"));
        others.put("a list", okJson("[]"));
        others.put("a number", okJson(token.replace("\"t\"", "5")));
        others.put("a blank", okJson(token.replace("\"t\"", "\" \"")));
        others.put("a header", okJson(token.replace("\"t\"", "\"t\\r\\nX-Evil: 1\"")));
        others.put("an error", okJson(token.substring(0, token.length() - 1) + ",\"error\":\"invalid_grant\"}"));
        others.put("a type", aResponse().withHeader("Content-Type", "text/html").withBody(token));
        for (int status : new int[] {201, 202, 206, 302}) {
            others.put("HTTP " + status, aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(token));
        }
        for (Map.Entry<String, ResponseDefinitionBuilder> other : others.entrySet()) {
            // Tokens, and failures to get one, are kept by account.
            try (ConnectorHarness fresh = new ConnectorHarness()) {
                EveryCall.settings(fresh, fresh.provider.baseUrl());
                fresh.environment.setProperty("hub.provider.hubspot.token", "");
                fresh.provider.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)).atPriority(9));
                fresh.provider.stubFor(post(urlPathMatching(".*/token")).willReturn(other.getValue()));
                for (EveryCall call : EveryCall.delivering(fresh).stream().filter(one -> List.of("salesforce/lead", "hubspot/lead").contains(one.toString())).toList()) {
                    Exchange done = call.send(fresh, "");
                    assertThat(fresh.fault(call.connector(), done)).as(call + " to a login with " + other.getKey()).satisfies(fault -> {
                        assertThat(fault.faultClass()).isEqualTo(FaultClass.TRANSIENT);
                        assertThat(fault.code()).isEqualTo("no_access_token");
                        assertThat(fault.message()).startsWith("login failed: HTTP ").doesNotContain("Evil");
                    });
                    assertThat(fresh.provider.getAllServeEvents()).noneMatch(event -> event.getRequest().getUrl().matches(".*/(sobjects|crm)/.*"));
                }
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

    /** Who waits longest is right for all. */
    @Test
    void ofSeveralWaitsTheLongestCounts() {
        for (EveryCall call : calls) {
            for (int status : new int[] {429, 503}) {
                for (ResponseDefinitionBuilder answer : List.of(aResponse().withHeader("Retry-After", "40", "3"), aResponse().withHeader("Retry-After", "3", "40"),
                        aResponse().withHeader("Retry-After", "40", "soon"))) {
                    assertThat(hub.fault(call.connector(), send(call, answer.withStatus(status))).retryAfter()).as(call + " " + status)
                            .isEqualTo(Duration.ofSeconds(40));
                }
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
