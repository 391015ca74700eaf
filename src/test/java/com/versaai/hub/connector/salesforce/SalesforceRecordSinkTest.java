package com.versaai.hub.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceRecordSinkTest {

    private static final String SINK = "salesforce-record-sink?responseTimeout=10000";
    private static final String LOGIN = "/salesforce/services/oauth2/token";
    private static final String LEAD = "/salesforce/services/data/v68.0/sobjects/Lead/Hub_Key__c/u-1";
    private static final String BODY = "{\"LastName\":\"Müller\",\"Company\":\"Acme\",\"Id\":\"x\",\"Hub_Key__c\":\"y\"}";
    private static final String UPDATED = "{\"id\":\"00Q1\",\"success\":true,\"errors\":[],\"created\":false}";
    private static final Map<String, Object> HEADERS = Map.of("HubObject", "Lead", "HubKey", "u-1");

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.salesforce.login-url", hub.url("/salesforce/"));
        hub.environment.setProperty("hub.provider.salesforce.client-id", "sandbox-client");
        hub.environment.setProperty("hub.provider.salesforce.client-secret", "sandbox-secret");
        hub.provider.stubFor(post(LOGIN).willReturn(token("00Dtok!1")));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private ResponseDefinitionBuilder token(String token) {
        return okJson("{\"access_token\":\"" + token + "\",\"instance_url\":\"" + hub.url("/salesforce/") + "\",\"token_type\":\"Bearer\"}");
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json;charset=UTF-8")
                .withBody("[{\"message\":\"said ana@acme.example\",\"errorCode\":\"" + code + "\",\"fields\":[]}]");
    }

    @Test
    void upsertsByExternalIdAfterOneLogin() {
        hub.provider.stubFor(patch(LEAD).willReturn(okJson("{\"id\":\"00Q1\",\"success\":true,\"errors\":[],\"created\":true}").withStatus(201)));
        for (int i = 0; i < 3; i++) {
            Exchange done = hub.send(SINK, BODY, HEADERS);
            assertThat(done.getException()).isNull();
            assertThat(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(201);
            assertThat(done.getMessage().getBody(String.class)).contains("00Q1");
        }
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)).withHeader("Content-Type", equalTo("application/x-www-form-urlencoded; charset=UTF-8"))
                .withRequestBody(equalTo("grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret")));
        hub.provider.verify(3, patchRequestedFor(urlEqualTo(LEAD)).withHeader("Authorization", equalTo("Bearer 00Dtok!1"))
                .withHeader("HubKey", absent()).withHeader("Content-Type", equalTo("application/json; charset=UTF-8"))
                .withRequestBody(equalToJson("{\"LastName\":\"Müller\",\"Company\":\"Acme\"}")));
    }

    @Test
    void acceptsAnAnswerWithoutBodyAndAnotherVersionObjectAndField() {
        hub.environment.setProperty("hub.provider.salesforce.api-version", "v45.0");
        String path = "/salesforce/services/data/v45.0/sobjects/Invoice__c/Ext__c/u-1";
        hub.provider.stubFor(patch(path).willReturn(aResponse().withStatus(204)));
        Exchange done = hub.send(SINK + "&object=Invoice__c&externalIdField=Ext__c", BODY, HEADERS);
        assertThat(done.getException()).isNull();
        hub.provider.verify(1, patchRequestedFor(urlEqualTo(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana+x@acme.example", "a/b", "a b", "a%2Fb", "{{hub.provider.salesforce.client-secret}}", "${body}", "a?b=c#d",
        "../../limits", "ñ€😀", "a\\b", "a;b=c", "'\"<>|^`", "sandbox.inc", "%", "&=:,$!*()"})
    void encodesTheKeyAsOnePathSegment(String key) {
        hub.provider.stubFor(patch(urlPathMatching("/.*")).willReturn(okJson(UPDATED)));
        Exchange done = hub.send(SINK, BODY, Map.of("HubObject", "Lead", "HubKey", key));
        assertThat(done.getException()).isNull();
        String url = hub.provider.findAll(patchRequestedFor(anyUrl())).get(0).getUrl();
        String prefix = "/salesforce/services/data/v68.0/sobjects/Lead/Hub_Key__c/";
        assertThat(url).startsWith(prefix);
        String segment = url.substring(prefix.length());
        assertThat(segment).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+");
        assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"Lead,.", "Lead,..", "Lead,''", "Lead,", ",u-1", "'Lead/../x',u-1", "'Lead'') or (''',u-1", "${body},u-1"})
    void refusesWhatCannotStandInThePath(String object, String key) {
        Map<String, Object> headers = new java.util.HashMap<>();
        headers.put("HubObject", object);
        headers.put("HubKey", key);
        Fault fault = hub.fault("salesforce", hub.send(SINK, BODY, headers));
        assertThat(fault.faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(fault.code()).isEqualTo("invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400,REQUIRED_FIELD_MISSING,PERMANENT", "400,UNABLE_TO_LOCK_ROW,TRANSIENT", "403,REQUEST_LIMIT_EXCEEDED,RATE_LIMITED",
        "403,INSUFFICIENT_ACCESS_OR_READONLY,PERMANENT", "404,NOT_FOUND,PERMANENT", "409,CONFLICT,PERMANENT",
        "500,UNKNOWN_EXCEPTION,TRANSIENT", "503,SERVER_UNAVAILABLE,TRANSIENT"})
    void readsTheErrorArray(int status, String code, FaultClass expected) {
        hub.provider.stubFor(patch(LEAD).willReturn(error(status, code)));
        Fault fault = hub.fault("salesforce", hub.send(SINK, BODY, HEADERS));
        assertThat(fault).extracting("faultClass", "status", "code").containsExactly(expected, status, code);
        assertThat(fault.message()).isEqualTo("said ***@***");
        assertThat(fault.answer()).doesNotContain("ana@");
    }

    @Test
    void finds300Permanent() {
        hub.provider.stubFor(patch(LEAD).willReturn(okJson("[\"/a\",\"/b\"]").withStatus(300)));
        assertThat(hub.fault("salesforce", hub.send(SINK, BODY, HEADERS))).extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "MULTIPLE_CHOICES");
    }

    @Test
    void renewsAnExpiredTokenOnceForTwentyCallersAndSendsAgain() throws Exception {
        hub.provider.stubFor(patch(LEAD).willReturn(error(401, "INVALID_SESSION_ID").withFixedDelay(200)));
        hub.provider.stubFor(patch(LEAD).withHeader("Authorization", equalTo("Bearer 00Dtok!1")).willReturn(okJson(UPDATED)));
        assertThat(hub.send(SINK, BODY, HEADERS).getException()).isNull();
        hub.provider.resetAll();
        hub.provider.stubFor(post(LOGIN).willReturn(token("00Dtok!2").withFixedDelay(150)));
        hub.provider.stubFor(patch(LEAD).willReturn(error(401, "INVALID_SESSION_ID").withFixedDelay(200)));
        hub.provider.stubFor(patch(LEAD).withHeader("Authorization", equalTo("Bearer 00Dtok!2")).willReturn(okJson(UPDATED)));

        assertThat(parallel(20)).allSatisfy(done -> assertThat(done.getException()).isNull());
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)));
        hub.provider.verify(20, patchRequestedFor(urlEqualTo(LEAD)).withHeader("Authorization", equalTo("Bearer 00Dtok!2"))
                .withRequestBody(equalToJson("{\"LastName\":\"Müller\",\"Company\":\"Acme\"}")));
    }

    @Test
    void givesUpAfterOneRenewalWithoutAStampede() throws Exception {
        hub.provider.stubFor(patch(LEAD).willReturn(error(401, "INVALID_SESSION_ID")));
        assertThat(parallel(20)).allSatisfy(done -> assertThat(hub.fault("salesforce", done))
                .extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "INVALID_SESSION_ID"));
        hub.provider.verify(2, postRequestedFor(urlEqualTo(LOGIN)));
    }

    @Test
    void asksOnceWhenTheLoginIsRefused() throws Exception {
        hub.provider.stubFor(post(LOGIN).willReturn(okJson("{\"error\":\"invalid_client\",\"error_description\":\"invalid client credentials\"}")
                .withStatus(400).withFixedDelay(100)));
        assertThat(parallel(20)).allSatisfy(done -> {
            assertThat(hub.fault("salesforce", done)).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_client");
            assertThat(hub.fault("salesforce", done).message()).isEqualTo("login failed: invalid client credentials");
            assertThat(done.getException()).hasMessageNotContaining("sandbox-secret");
        });
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)));
        hub.provider.verify(0, patchRequestedFor(anyUrl()));
    }

    @Test
    void countsALoginThatHangsOrCannotConnectAsNotSent() {
        hub.provider.stubFor(post(LOGIN).willReturn(token("x").withFixedDelay(5_000)));
        assertThat(hub.fault("salesforce", hub.send(SINK, BODY, HEADERS))).extracting("faultClass", "code")
                .containsExactly(FaultClass.TRANSIENT, "read_timeout");
        hub.environment.setProperty("hub.provider.salesforce-b.login-url", "http://localhost:1");
        hub.environment.setProperty("hub.provider.salesforce-b.client-id", "b");
        hub.environment.setProperty("hub.provider.salesforce-b.client-secret", "b");
        assertThat(hub.fault("salesforce", hub.send(SINK + "&account=salesforce-b", BODY, HEADERS))).extracting("faultClass", "code")
                .containsExactly(FaultClass.TRANSIENT, "connect_refused");
        assertThat(hub.fault("salesforce", hub.send(SINK + "&account=salesforce-c", BODY, HEADERS))).extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "not_configured");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<html>login</html>", "{\"access_token\":\"t\"}", "{\"access_token\":\"t\",\"instance_url\":\"file:///etc\"}",
        "{\"access_token\":\"t\",\"instance_url\":\"http://u@evil\"}", "{\"access_token\":5.5e3,\"instance_url\":null}", "''"})
    void trustsNoStrangeLoginAnswer(String answer) {
        hub.provider.stubFor(post(LOGIN).willReturn(okJson(answer)));
        assertThat(hub.fault("salesforce", hub.send(SINK, BODY, HEADERS)).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        hub.provider.verify(0, patchRequestedFor(anyUrl()));
    }

    @Test
    void readsOnlyTheBeginningOfHugeAnswersAlsoOfTheLogin() {
        String huge = "x".repeat(10_000_000);
        hub.provider.stubFor(patch(LEAD).willReturn(okJson("{\"id\":\"" + huge + "\"}")));
        assertThat(hub.fault("salesforce", hub.send(SINK, BODY, HEADERS)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        hub.provider.stubFor(patch(LEAD).willReturn(aResponse().withStatus(500).withBody("<html><title>Down</title>" + huge)));
        Fault fault = hub.fault("salesforce", hub.send(SINK, BODY, HEADERS));
        assertThat(fault).extracting("faultClass", "status", "answer").containsExactly(FaultClass.TRANSIENT, 500, "Down");
        hub.provider.stubFor(patch(LEAD).willReturn(aResponse().withStatus(401).withBody(huge)));
        hub.provider.stubFor(post(LOGIN).willReturn(aResponse().withStatus(500).withBody(huge)));
        assertThat(hub.fault("salesforce", hub.send(SINK, BODY, HEADERS))).extracting("faultClass", "status").containsExactly(FaultClass.TRANSIENT, 500);
    }

    @Test
    void carriesEveryPrintableCharacterOfTheSecretAndNoneIntoUris() {
        hub.environment.setProperty("hub.provider.salesforce.client-secret", ConnectorHarness.PRINTABLE);
        hub.provider.stubFor(patch(LEAD).willReturn(okJson(UPDATED)));
        Exchange done = hub.send(SINK, BODY, Map.of("HubObject", "Lead", "HubKey", "u-1", "sObjectQuery", "evil", "SOBJECTNAME", "evil",
                "camelHTTPuri", hub.url("/evil"), "Sforce-Auto-Assign", "evil", "CAMELHTTPPATH", "evil"));
        assertThat(done.getException()).isNull();
        String form = hub.provider.findAll(postRequestedFor(urlEqualTo(LOGIN))).get(0).getBodyAsString();
        assertThat(URLDecoder.decode(form.substring(form.indexOf("client_secret=") + 14), StandardCharsets.UTF_8)).isEqualTo(ConnectorHarness.PRINTABLE);
        assertThat(hub.provider.findAll(patchRequestedFor(anyUrl()))).singleElement().satisfies(request -> {
            assertThat(request.getUrl()).isEqualTo(LEAD);
            assertThat(request.getHeaders().all().toString()).doesNotContain("evil");
        });
        assertThat(done.getMessage().getHeaders().toString()).doesNotContain("00Dtok");
        assertThat(hub.context.getEndpoints()).allSatisfy(endpoint -> assertThat(endpoint.getEndpointUri()).doesNotContain("00Dtok").doesNotContain("()*+"));
    }

    private List<Exchange> parallel(int callers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            CountDownLatch together = new CountDownLatch(callers);
            List<Future<Exchange>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(pool.submit(() -> {
                    together.countDown();
                    together.await();
                    return hub.send(SINK, BODY, HEADERS);
                }));
            }
            List<Exchange> done = new ArrayList<>();
            for (Future<Exchange> call : calls) {
                done.add(call.get());
            }
            return done;
        } finally {
            pool.shutdownNow();
        }
    }
}
