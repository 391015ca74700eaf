package com.versaai.hub.connector.zoho;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZohoRecordSinkTest {

    private static final String SINK = "zoho-record-sink";
    private static final String LOGIN = "/zoho/oauth/v2/token";
    private static final String DEALS = "/api/crm/v8/Deals";
    private static final String UPSERT = DEALS + "/upsert";
    private static final Map<String, Object> DEAL = Map.of("HubObject", "Deals", "HubKey", "pi_1");
    private static final String ID = "5725767000003000064";
    private static final String SUCCESS = "{\"data\":[{\"code\":\"SUCCESS\",\"status\":\"success\",\"action\":\"insert\",\"message\":\"record added\",\"details\":{\"id\":\"" + ID + "\"}}]}";

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        Map.of("accounts-url", hub.url("/zoho"), "client-id", "1000.id", "client-secret", "s&=+%", "refresh-token", "1000.r&=+%")
                .forEach((name, value) -> hub.environment.setProperty("hub.provider.zoho." + name, value));
        login(token("a1", hub.url("/api")));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private static ResponseDefinitionBuilder token(String token, String domain) {
        return okJson("{\"access_token\":\"" + token + "\",\"api_domain\":\"" + domain + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
    }

    private void login(ResponseDefinitionBuilder answer) {
        hub.provider.stubFor(post(LOGIN).willReturn(answer));
    }

    private void answers(int status, String body) {
        hub.provider.stubFor(post(UPSERT).willReturn(aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body)));
    }

    private Exchange deal() {
        return hub.send(SINK, "{\"Deal_Name\":\"d\",\"Amount\":123.45}", DEAL);
    }

    private Fault fault(Exchange done) {
        assertThat(done.getException()).isNotNull();
        return hub.fault("zoho", done);
    }

    private static String row(String code, String details) {
        return "{\"data\":[{\"code\":\"" + code + "\",\"details\":" + details + ",\"message\":\"m ana@acme.example\",\"status\":\"error\"}]}";
    }

    @Test
    void upsertsADealByTheHubsKeyWithZohosOwnScheme() {
        answers(200, SUCCESS);
        Exchange done = deal();
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class)).isEqualTo(SUCCESS);
        hub.provider.verify(1, postRequestedFor(urlEqualTo(UPSERT)).withHeader("Authorization", equalTo("Zoho-oauthtoken a1"))
                .withHeader("Content-Type", equalTo("application/json; charset=UTF-8")).withRequestBody(equalToJson(
                        "{\"data\":[{\"Deal_Name\":\"d\",\"Amount\":123.45,\"Hub_Key\":\"pi_1\"}],\"trigger\":[\"workflow\"],\"duplicate_check_fields\":[\"Hub_Key\"]}")));
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)).withRequestBody(equalTo(
                "grant_type=refresh_token&client_id=1000.id&client_secret=s%26%3D%2B%25&refresh_token=1000.r%26%3D%2B%25")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Leads", "Contacts"})
    void upsertsAPersonByItsAddressAsTheSettingsSay(String module) {
        hub.environment.setProperty("hub.provider.zoho.trigger", "none");
        hub.environment.setProperty("hub.provider.zoho.api-version", "v7");
        String path = "/api/crm/v7/" + module + "/upsert";
        hub.provider.stubFor(post(path).willReturn(okJson(SUCCESS)));
        Exchange done = hub.send(SINK, "{\"Last_Name\":\"Ána\",\"Email\":\"other@acme.example\",\"id\":\"7\"}", Map.of("HubObject", module, "HubKey", "ana@acme.example"));
        assertThat(done.getException()).isNull();
        hub.provider.verify(1, postRequestedFor(urlEqualTo(path)).withRequestBody(equalToJson(
                "{\"data\":[{\"Last_Name\":\"Ána\",\"Email\":\"ana@acme.example\"}],\"trigger\":[],\"duplicate_check_fields\":[\"Email\"]}")));
    }

    /** 202 is what Zoho answers when some or all records are refused; a single one may come as 400, and a refusal inside a 200 is one too. */
    @ParameterizedTest
    @CsvSource({"MANDATORY_NOT_FOUND,PERMANENT", "INVALID_DATA,PERMANENT", "RECORD_LOCKED,TRANSIENT", "RECORD_IN_BLUEPRINT,PERMANENT", "NOT_ALLOWED,PERMANENT",
        "LIMIT_EXCEEDED,PERMANENT", "INTERNAL_ERROR,TRANSIENT", "TOO_MANY_REQUESTS,RATE_LIMITED", "DUPLICATE_DATA,PERMANENT"})
    void goesByWhatIsSaidOfTheRecordWhateverTheStatusIs(String code, FaultClass expected) {
        for (int status : new int[] {200, 201, 202, 400}) {
            answers(status, row(code, "{\"api_name\":\"Stage\"}"));
            assertThat(fault(deal())).extracting("faultClass", "status", "code", "message").containsExactly(expected, status, code, "m ***@*** (Stage)");
        }
        hub.provider.verify(4, postRequestedFor(urlEqualTo(UPSERT)));
    }

    @Test
    void namesTheFieldThatDoesNotExist() {
        answers(202, row("INVALID_DATA", "{\"api_name\":\"Hub_Kee\",\"json_path\":\"$.data[0].Hub_Kee\"}"));
        assertThat(fault(deal()).message()).contains("Hub_Kee");
    }

    @ParameterizedTest
    @CsvSource({"401,INVALID_TOKEN,PERMANENT,", "401,OAUTH_SCOPE_MISMATCH,PERMANENT,", "403,NO_PERMISSION,PERMANENT,", "404,INVALID_URL_PATTERN,PERMANENT,",
        "400,INVALID_MODULE,PERMANENT,", "500,INTERNAL_ERROR,TRANSIENT,", "429,TOO_MANY_REQUESTS,RATE_LIMITED,3600", "400,LIMIT_EXCEEDED,RATE_LIMITED,3600"})
    void readsARefusalOfTheWholeRequest(int status, String code, FaultClass expected, Long seconds) {
        answers(status, "{\"code\":\"" + code + "\",\"details\":{},\"message\":\"no credits left\",\"status\":\"error\"}");
        assertThat(fault(deal())).extracting("faultClass", "status", "code", "retryAfter")
                .containsExactly(expected, status, code, seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void isInDoubtAboutNothingSaid() {
        answers(204, "");
        assertThat(fault(deal())).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
        answers(200, "{\"data\":[]}");
        assertThat(fault(deal()).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        answers(200, SUCCESS.replace("\"id\":\"" + ID + "\"", "\"id\":" + ID));
        assertThat(fault(deal()).faultClass()).as("an id of 64 bits is a text").isEqualTo(FaultClass.IN_DOUBT);
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 400})
    void updatesTheRecordThatWasCreatedMeanwhile(int status) {
        answers(status, row("DUPLICATE_DATA", "{\"api_name\":\"Hub_Key\",\"duplicate_record\":{\"id\":\"" + ID + "\",\"module\":{\"api_name\":\"Deals\"}}}"));
        hub.provider.stubFor(put(DEALS + '/' + ID).willReturn(okJson(SUCCESS.replace("added", "updated"))));
        assertThat(deal().getException()).isNull();
        hub.provider.verify(1, putRequestedFor(urlEqualTo(DEALS + '/' + ID)).withHeader("Authorization", equalTo("Zoho-oauthtoken a1"))
                .withHeader("Content-Type", equalTo("application/json; charset=UTF-8"))
                .withRequestBody(equalToJson("{\"data\":[{\"Deal_Name\":\"d\",\"Amount\":123.45,\"Hub_Key\":\"pi_1\"}],\"trigger\":[\"workflow\"]}")));
    }

    @Test
    void mergesNothingIntoSomebodyElsesRecord() {
        answers(202, row("DUPLICATE_DATA", "{\"api_name\":\"Phone\",\"duplicate_record\":{\"id\":\"" + ID + "\"}}"));
        assertThat(fault(deal())).extracting("faultClass", "code", "message").containsExactly(FaultClass.PERMANENT, "DUPLICATE_DATA", "m ***@*** (Phone)");
        answers(202, row("DUPLICATE_DATA", "{\"api_name\":\"Hub_Key\",\"duplicate_record\":{\"id\":\"../../Leads/1\"}}"));
        assertThat(fault(deal()).faultClass()).isEqualTo(FaultClass.PERMANENT);
        hub.provider.verify(0, putRequestedFor(anyUrl()));
    }

    @Test
    void aDuplicateThatWasDeletedMeanwhileIsTriedAgain() {
        answers(202, row("DUPLICATE_DATA", "{\"api_name\":\"Hub_Key\",\"duplicate_record\":{\"id\":\"" + ID + "\"}}"));
        hub.provider.stubFor(put(DEALS + '/' + ID).willReturn(aResponse().withStatus(202).withBody(row("INVALID_DATA", "{\"api_name\":\"id\"}"))));
        assertThat(fault(deal())).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "record_deleted");
        hub.provider.stubFor(put(DEALS + '/' + ID).willReturn(aResponse().withStatus(204)));
        assertThat(fault(deal()).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        hub.provider.stubFor(put(DEALS + '/' + ID).willReturn(aResponse().withStatus(202).withBody(row("RECORD_LOCKED", "{}"))));
        assertThat(fault(deal())).extracting("faultClass", "retryAfter").containsExactly(FaultClass.TRANSIENT, Duration.ofSeconds(2));
    }

    @Test
    void renewsAnInvalidTokenOnceForAllAndThenGivesUp() {
        hub.provider.stubFor(post(UPSERT).willReturn(aResponse().withStatus(401).withBody("{\"code\":\"INVALID_TOKEN\"}")));
        login(token("a2", hub.url("/api")));
        hub.provider.stubFor(post(UPSERT).withHeader("Authorization", equalTo("Zoho-oauthtoken a2")).willReturn(okJson(SUCCESS)));
        IntStream.range(0, 5).parallel().forEach(i -> assertThat(deal().getException()).isNull());
        hub.provider.verify(1, postRequestedFor(urlEqualTo(LOGIN)));

        hub.provider.stubFor(post(UPSERT).willReturn(aResponse().withStatus(401).withBody("{\"code\":\"INVALID_TOKEN\",\"message\":\"invalid oauth token\"}")));
        IntStream.range(0, 20).forEach(i -> assertThat(fault(deal()).faultClass()).isIn(FaultClass.PERMANENT, FaultClass.RATE_LIMITED));
        assertThat(hub.provider.countRequestsMatching(postRequestedFor(urlEqualTo(LOGIN)).build()).getCount()).isLessThanOrEqualTo(3);
    }

    /** Zoho refuses with 200; only the limit of tokens comes as 400. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "200 | {\"error\":\"invalid_code\"}          | PERMANENT    | invalid_code",
        "200 | {\"error\":\"invalid_client\"}        | PERMANENT    | invalid_client",
        "400 | {\"error_description\":\"You have made too many requests continuously. Please try again after some time.\",\"error\":\"Access Denied\",\"status\":\"failure\"} | RATE_LIMITED | token_limit",
        "500 | {\"error\":\"server_error\"}          | TRANSIENT    | server_error",
        "200 | {}                                    | TRANSIENT    | no_access_token",
        "200 | {\"access_token\":\"a\",\"api_domain\":\"https://www.zohoapis.com.evil.example\"} | TRANSIENT | no_api_domain",
        "200 | {\"access_token\":\"a\",\"api_domain\":\"http://www.zohoapis.eu\"}  | TRANSIENT | no_api_domain",
        "200 | {\"access_token\":\"a\",\"api_domain\":\"https://evil.example/www.zohoapis.eu\"} | TRANSIENT | no_api_domain",
        "200 | {\"access_token\":\"a\"}              | TRANSIENT    | no_api_domain"})
    void aLoginThatIsRefusedSendsNothing(int status, String body, FaultClass expected, String code) {
        login(aResponse().withStatus(status).withBody(body));
        Fault fault = fault(deal());
        assertThat(fault).extracting("faultClass", "code").containsExactly(expected, code);
        assertThat(fault.retryAfter()).isEqualTo(code.equals("token_limit") ? ZohoRenewals.REST : null);
        hub.provider.verify(0, postRequestedFor(urlEqualTo(UPSERT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"|k|{}", "Deals||{}", "De/als|k|{}", "deals|k|{}", "Deals|k|[]", "Leads|nobody|{}", "Leads|a b@c.example|{}"})
    void refusesWhatZohoCouldNotRead(String object, String key, String body) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("HubObject", object);
        headers.put("HubKey", key);
        assertThat(fault(hub.send(SINK, body, headers))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }

    @Test
    void namesASettingThatMakesNoSense() {
        for (String setting : new String[] {"key-field", "trigger", "api-version", "renewals"}) {
            hub.environment.setProperty("hub.provider.zoho." + setting, "no/way");
            assertThat(fault(deal())).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
            assertThat(fault(deal()).message()).contains("hub.provider.zoho." + setting);
            hub.environment.setProperty("hub.provider.zoho." + setting, Map.of("key-field", "Hub_Key", "trigger", "none", "api-version", "v8", "renewals", "3").get(setting));
        }
    }
}
