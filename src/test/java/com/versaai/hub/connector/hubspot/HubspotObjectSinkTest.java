package com.versaai.hub.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubspotObjectSinkTest {

    private static final String SINK = "hubspot-object-sink";
    private static final String CONTACTS = "/hubspot/crm/v3/objects/contacts/batch/upsert";
    private static final String DEALS = "/hubspot/crm/v3/objects/deals/batch/upsert";
    private static final String LOGIN = "/hubspot/oauth/v3/token";
    private static final Map<String, Object> CONTACT = Map.of("HubObject", "contacts", "HubKey", "ana@acme.example");
    private static final String COMPLETE = "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"1\",\"new\":true}]}";

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.hubspot.base-url", hub.url("/hubspot"));
        hub.environment.setProperty("hub.provider.hubspot.token", "pat-sandbox");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private void oauth() {
        hub.environment.setProperty("hub.provider.hubspot.token", "");
        hub.environment.setProperty("hub.provider.hubspot.client-id", "id");
        hub.environment.setProperty("hub.provider.hubspot.client-secret", "s&=+%");
        hub.environment.setProperty("hub.provider.hubspot.refresh-token", "r&=+%");
    }

    @Test
    void upsertsAContactByEmail() {
        hub.provider.stubFor(post(CONTACTS).willReturn(okJson(COMPLETE)));
        Exchange done = hub.send(SINK, "{\"firstname\":\"Ána\",\"n\":5,\"yes\":true,\"none\":null}", CONTACT);
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class)).isEqualTo(COMPLETE);
        hub.provider.verify(1, postRequestedFor(urlEqualTo(CONTACTS)).withHeader("Authorization", equalTo("Bearer pat-sandbox"))
                .withHeader("Content-Type", equalTo("application/json; charset=UTF-8")).withRequestBody(equalToJson(
                        "{\"inputs\":[{\"idProperty\":\"email\",\"id\":\"ana@acme.example\",\"properties\":{\"firstname\":\"Ána\",\"n\":\"5\",\"yes\":\"true\"}}]}")));
    }

    @Test
    void upsertsADealByTheHubsKey() {
        hub.provider.stubFor(post(DEALS).willReturn(okJson(COMPLETE).withStatus(201)));
        Exchange done = hub.send(SINK, "{\"properties\":{\"dealname\":\"d\"}}", Map.of("HubObject", "deals", "HubKey", "pi_1"));
        assertThat(done.getException()).isNull();
        hub.provider.verify(1, postRequestedFor(urlEqualTo(DEALS)).withRequestBody(equalToJson(
                "{\"inputs\":[{\"idProperty\":\"hub_key\",\"id\":\"pi_1\",\"properties\":{\"dealname\":\"d\"}}]}")));
    }

    @ParameterizedTest
    @CsvSource({"VALIDATION_ERROR,PERMANENT", "CONFLICT,PERMANENT", "RATE_LIMITS,RATE_LIMITED", "OBJECT_LOCKED,TRANSIENT", "INTERNAL_ERROR,TRANSIENT"})
    void failsOnErrorsInsideAnAcceptedBatch(String category, FaultClass expected) {
        for (int status : new int[] {207, 200}) {
            hub.provider.stubFor(post(CONTACTS).willReturn(okJson("{\"status\":\"COMPLETE\",\"results\":[],\"numErrors\":1,\"errors\":[{\"status\":\"error\",\"category\":\""
                    + category + "\",\"message\":\"bad ana@acme.example\"}]}").withStatus(status)));
            Fault fault = hub.fault("hubspot", hub.send(SINK, "{}", CONTACT));
            assertThat(fault).extracting("faultClass", "status", "code", "message").containsExactly(expected, status, category, "bad ***@***");
        }
    }

    @ParameterizedTest
    @CsvSource({"429,RATE_LIMITS,TEN_SECONDLY_ROLLING,RATE_LIMITED,10", "429,RATE_LIMITS,DAILY,RATE_LIMITED,3600", "429,,,RATE_LIMITED,",
        "423,,,TRANSIENT,2", "477,,,TRANSIENT,10", "400,VALIDATION_ERROR,,PERMANENT,", "403,MISSING_SCOPES,,PERMANENT,",
        "409,CONFLICT,,PERMANENT,", "401,EXPIRED_AUTHENTICATION,,PERMANENT,", "502,,,TRANSIENT,"})
    void readsTheErrorObject(int status, String category, String policy, FaultClass expected, Long seconds) {
        String body = category == null ? "" : "{\"status\":\"error\",\"message\":\"m\",\"category\":\"" + category + "\",\"policyName\":\"" + policy + "\"}";
        hub.provider.stubFor(post(CONTACTS).willReturn(aResponse().withStatus(status).withBody(body)));
        Fault fault = hub.fault("hubspot", hub.send(SINK, "{}", CONTACT));
        assertThat(fault).extracting("faultClass", "status", "retryAfter")
                .containsExactly(expected, status, seconds == null ? null : Duration.ofSeconds(seconds));
        hub.provider.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void refreshesTheAccessTokenAheadAndOnceAfterA401() {
        oauth();
        hub.provider.stubFor(post(LOGIN).willReturn(okJson("{\"access_token\":\"a1\",\"expires_in\":1800,\"refresh_token\":\"r\"}")));
        hub.provider.stubFor(post(CONTACTS).willReturn(aResponse().withStatus(401).withBody("{\"category\":\"EXPIRED_AUTHENTICATION\"}")));
        hub.provider.stubFor(post(CONTACTS).withHeader("Authorization", equalTo("Bearer a1")).willReturn(okJson(COMPLETE)));
        IntStream.range(0, 5).parallel().forEach(i -> assertThat(hub.send(SINK, "{}", CONTACT).getException()).isNull());
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)).withRequestBody(equalTo(
                "grant_type=refresh_token&client_id=id&client_secret=s%26%3D%2B%25&refresh_token=r%26%3D%2B%25")));

        hub.provider.resetAll();
        hub.provider.stubFor(post(LOGIN).willReturn(okJson("{\"access_token\":\"a2\",\"expires_in\":\"soon\"}")));
        hub.provider.stubFor(post(CONTACTS).willReturn(aResponse().withStatus(401)));
        hub.provider.stubFor(post(CONTACTS).withHeader("Authorization", equalTo("Bearer a2")).willReturn(okJson(COMPLETE)));
        IntStream.range(0, 5).parallel().forEach(i -> assertThat(hub.send(SINK, "{}", CONTACT).getException()).isNull());
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"|k|{}", "contacts||{}", "con/tacts|k|{}", "contacts|k|[]", "contacts|k|{\"a\":{\"b\":1}}", "contacts|k|{\"a\":[1]}"})
    void refusesWhatHubspotCouldNotRead(String object, String key, String body) {
        Map<String, Object> headers = new java.util.HashMap<>();
        headers.put("HubObject", object);
        headers.put("HubKey", key);
        assertThat(hub.fault("hubspot", hub.send(SINK, body, headers))).extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @Test
    void isInDoubtAboutHugeAndEmptyAnswersAndLetsTheStatusDecideOverRefusals() {
        hub.provider.stubFor(post(CONTACTS).willReturn(okJson("{\"results\":\"" + "x".repeat(10_000_000))));
        assertThat(hub.fault("hubspot", hub.send(SINK, "{}", CONTACT)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        hub.provider.stubFor(post(CONTACTS).willReturn(aResponse().withStatus(200)));
        assertThat(hub.fault("hubspot", hub.send(SINK, "{}", CONTACT)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        hub.provider.stubFor(post(CONTACTS).willReturn(aResponse().withStatus(500).withBody("<!doctype html><html><title>Sorry</title>" + "x".repeat(10_000_000))));
        assertThat(hub.fault("hubspot", hub.send(SINK, "{}", CONTACT))).extracting("faultClass", "status", "answer")
                .containsExactly(FaultClass.TRANSIENT, 500, "Sorry");
        hub.provider.stubFor(post(CONTACTS).willReturn(okJson(COMPLETE).withFixedDelay(4_000)));
        assertThat(hub.fault("hubspot", hub.send(SINK + "?responseTimeout=1000", "{}", CONTACT))).extracting("faultClass", "code")
                .containsExactly(FaultClass.IN_DOUBT, "read_timeout");
    }

    @Test
    void callsOnlyWhereTheSettingsSayWithEveryPrintableCharacterOfTheToken() {
        hub.environment.setProperty("hub.provider.hubspot.token", ConnectorHarness.PRINTABLE.trim());
        hub.provider.stubFor(post(CONTACTS).willReturn(okJson(COMPLETE)));
        Exchange done = hub.send(SINK, "{}", Map.of("HubObject", "contacts", "HubKey", "k", "CAMELHTTPURI", hub.url("/evil"),
                "camelhttppath", "evil", "CamelHttpQuery", "evil=1", "CamelRestHttpUri", hub.url("/evil"), "Authorization", "evil", "X-Evil", "evil"));
        assertThat(done.getException()).isNull();
        assertThat(hub.provider.getAllServeEvents()).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getUrl()).isEqualTo(CONTACTS);
            assertThat(event.getRequest().getHeader("Authorization")).isEqualTo("Bearer " + ConnectorHarness.PRINTABLE.trim());
            assertThat(event.getRequest().getHeaders().all().toString()).doesNotContain("evil");
        });
        assertThat(done.getMessage().getHeaders()).doesNotContainValue("Bearer " + ConnectorHarness.PRINTABLE.trim());
    }
}
