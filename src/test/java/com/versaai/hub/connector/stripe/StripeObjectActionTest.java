package com.versaai.hub.connector.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeObjectActionTest {

    private static final String ACTION = "stripe-object-action";
    private static final String PATH = "/v1/payment_intents/pi_1";
    private static final String OBJECT = "{\"id\":\"pi_1\",\"object\":\"payment_intent\"}";

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.stripe.base-url", hub.url("/stripe"));
        hub.environment.setProperty("hub.provider.stripe.api-key", "rk_sandbox");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void readsTheObjectWithTheAccountsKey() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson(OBJECT)));
        Exchange done = hub.send(ACTION, "{\"id\":\"evt\"}", Map.of("HubPath", PATH, "HubContext", "acct_1"));
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody()).isInstanceOf(byte[].class);
        assertThat(done.getMessage().getBody(String.class)).isEqualTo(OBJECT);
        assertThat(done.getMessage().getHeaders()).containsOnlyKeys("CamelHttpResponseCode");
        hub.provider.verify(1, getRequestedFor(urlEqualTo("/stripe" + PATH)).withHeader("Authorization", equalTo("Bearer rk_sandbox"))
                .withHeader("Stripe-Context", equalTo("acct_1")).withHeader("HubPath", absent()));
    }

    @Test
    void withoutAccountItIsTheOwnOne() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson(OBJECT)));
        hub.send(ACTION, "", Map.of("HubPath", PATH));
        hub.provider.verify(1, getRequestedFor(urlEqualTo("/stripe" + PATH)).withHeader("Stripe-Context", absent()));
    }

    @Test
    void callsOnlyWhereTheSettingsSay() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson(OBJECT)));
        Exchange done = hub.send(ACTION, "", Map.of("HubPath", PATH, "CAMELHTTPURI", hub.url("/evil"), "CamelHttpQuery", "evil=1",
                "CamelRestHttpUri", hub.url("/evil"), "CamelHttpMethod", "DELETE", "Authorization", "evil", "X-Evil", "evil"));
        assertThat(done.getException()).isNull();
        assertThat(hub.provider.getAllServeEvents()).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getUrl()).isEqualTo("/stripe" + PATH);
            assertThat(event.getRequest().getMethod().getName()).isEqualTo("GET");
            assertThat(event.getRequest().getHeaders().all().toString()).doesNotContain("evil");
        });
    }

    @ParameterizedTest
    @CsvSource({"401,invalid_request_error,PERMANENT", "404,invalid_request_error,PERMANENT", "429,rate_limit_error,RATE_LIMITED",
        "409,idempotency_error,PERMANENT", "500,api_error,TRANSIENT", "503,api_error,TRANSIENT"})
    void readsTheStatus(int status, String type, FaultClass expected) {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(aResponse().withStatus(status)
                .withBody("{\"error\":{\"type\":\"" + type + "\",\"message\":\"no\"}}")));
        assertThat(hub.fault("stripe", hub.send(ACTION, "", Map.of("HubPath", PATH)))).extracting("faultClass", "status").containsExactly(expected, status);
    }

    @Test
    void endsWhenStripeIsSilentOrHangsUp() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson(OBJECT).withFixedDelay(4_000)));
        assertThat(hub.fault("stripe", hub.send(ACTION + "?responseTimeout=500", "", Map.of("HubPath", PATH))).code()).isEqualTo("read_timeout");
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(hub.fault("stripe", hub.send(ACTION, "", Map.of("HubPath", PATH))).faultClass()).isNotEqualTo(FaultClass.PERMANENT);
    }

    @Test
    void readsNoMoreThanItsLimit() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson("{\"x\":\"" + "x".repeat(10_000_000))));
        Exchange done = hub.send(ACTION, "", Map.of("HubPath", PATH));
        assertThat(done.getMessage().getBody(byte[].class)).hasSizeLessThanOrEqualTo(ConnectorHarness.MAX_ANSWER);
        assertThat(hub.fault("stripe", done).message()).endsWith("the answer is no whole JSON object");
    }

    /** Passing, so that it is read again, and said in words that somebody finds in a dead letter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "204||nothing came",
        "200||nothing came",
        "200|  |nothing came",
        "202|{}|HTTP 202 instead of 200",
        "200|<!DOCTYPE html><html><head><title>Sign in</title></head></html>|a web page came: Sign in",
        "200|null|the answer is no JSON object",
        "200|[]|the answer is no JSON object",
        "200|[{\"id\":\"pi_1\",\"object\":\"payment_intent\"}]|the answer is no JSON object",
        "200|\"pi_1\"|the answer is no JSON object",
        "200|ok|the answer is no whole JSON object",
        "200|{\"id\":\"pi_1\",\"object\":\"payment_int|the answer is no whole JSON object",
        "200|{}|id is not the one that was asked for",
        "200|{\"id\":7,\"object\":\"payment_intent\"}|id is not the one that was asked for",
        "200|{\"id\":\"pi_2\",\"object\":\"payment_intent\"}|id is not the one that was asked for",
        "200|{\"id\":\"pi_1\"}|object is not payment_intent",
        "200|{\"id\":\"pi_1\",\"object\":\"charge\"}|object is not payment_intent",
        "200|{\"error\":{\"message\":\"no\"}}|id is not the one that was asked for"})
    void anAnswerThatIsNotTheObjectAskedForIsAFaultOfTheReading(int status, String body, String why) {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(aResponse().withStatus(status).withBody(body)));
        com.versaai.hub.provider.Fault fault = hub.fault("stripe", hub.send(ACTION, "", Map.of("HubPath", PATH)));
        assertThat(fault).extracting("faultClass", "code", "status").containsExactly(FaultClass.TRANSIENT, "unexpected_answer", status);
        assertThat(fault.message()).isEqualTo("not the object asked for: " + why);
    }

    @ParameterizedTest
    @CsvSource({"/v1/invoices/in_1,invoice", "/v1/subscriptions/sub_1,subscription", "/v1/charges/ch_1,charge", "/v1/disputes/du_1,dispute",
        "/v1/radar/early_fraud_warnings/issfr_1,radar.early_fraud_warning", "/v1/charges/ch_1/refunds/re_1,refund"})
    void theKindOfTheObjectIsThatOfItsPath(String path, String kind) {
        hub.provider.stubFor(get("/stripe" + path).willReturn(okJson("{\"id\":\"" + path.replaceFirst(".*/", "") + "\",\"object\":\"" + kind + "\"}")));
        assertThat(hub.send(ACTION, "", Map.of("HubPath", path)).getException()).isNull();
    }

    @Test
    void aMissingKeyIsNamedAndNeverSent() {
        hub.environment.setProperty("hub.provider.stripe.api-key", "");
        Exchange done = hub.send(ACTION, "", Map.of("HubPath", PATH));
        assertThat(done.getException()).hasStackTraceContaining("hub.provider.stripe.api-key");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }
}
