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
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson("{\"id\":\"pi_1\"}")));
        Exchange done = hub.send(ACTION, "{\"id\":\"evt\"}", Map.of("HubPath", PATH, "HubContext", "acct_1"));
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody()).isInstanceOf(byte[].class);
        assertThat(done.getMessage().getBody(String.class)).isEqualTo("{\"id\":\"pi_1\"}");
        assertThat(done.getMessage().getHeaders()).containsOnlyKeys("CamelHttpResponseCode");
        hub.provider.verify(1, getRequestedFor(urlEqualTo("/stripe" + PATH)).withHeader("Authorization", equalTo("Bearer rk_sandbox"))
                .withHeader("Stripe-Context", equalTo("acct_1")).withHeader("HubPath", absent()));
    }

    @Test
    void withoutAccountItIsTheOwnOne() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson("{}")));
        hub.send(ACTION, "", Map.of("HubPath", PATH));
        hub.provider.verify(1, getRequestedFor(urlEqualTo("/stripe" + PATH)).withHeader("Stripe-Context", absent()));
    }

    @Test
    void callsOnlyWhereTheSettingsSay() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson("{}")));
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
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson("{}").withFixedDelay(4_000)));
        assertThat(hub.fault("stripe", hub.send(ACTION + "?responseTimeout=500", "", Map.of("HubPath", PATH))).code()).isEqualTo("read_timeout");
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(hub.fault("stripe", hub.send(ACTION, "", Map.of("HubPath", PATH))).faultClass()).isNotEqualTo(FaultClass.PERMANENT);
    }

    @Test
    void readsNoMoreThanItsLimit() {
        hub.provider.stubFor(get("/stripe" + PATH).willReturn(okJson("{\"x\":\"" + "x".repeat(10_000_000))));
        Exchange done = hub.send(ACTION, "", Map.of("HubPath", PATH));
        assertThat(done.getMessage().getBody(byte[].class)).hasSizeLessThanOrEqualTo(ConnectorHarness.MAX_ANSWER);
    }

    @Test
    void aMissingKeyIsNamedAndNeverSent() {
        hub.environment.setProperty("hub.provider.stripe.api-key", "");
        Exchange done = hub.send(ACTION, "", Map.of("HubPath", PATH));
        assertThat(done.getException()).hasStackTraceContaining("hub.provider.stripe.api-key");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }
}
