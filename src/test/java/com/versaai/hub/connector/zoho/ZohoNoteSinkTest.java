package com.versaai.hub.connector.zoho;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZohoNoteSinkTest {

    private static final String SINK = "zoho-note-sink";
    private static final String QUERY = "/api/crm/v8/coql";
    private static final String ID = "5725767000003000064";
    private static final String NOTES = "/api/crm/v8/Deals/" + ID + "/Notes";
    private static final String LIST = NOTES + "?fields=Note_Content&per_page=200";
    private static final String NOTE = "{\"Note_Title\":\"Refund\",\"Note_Content\":\"all of it\",\"deal\":\"o'neil:1\"}";
    private static final String SUCCESS = "{\"data\":[{\"code\":\"SUCCESS\",\"status\":\"success\",\"message\":\"record added\",\"details\":{\"id\":\"5725767000003000065\"}}]}";

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        Map.of("accounts-url", hub.url("/zoho"), "client-id", "1000.id", "client-secret", "secret", "refresh-token", "1000.r")
                .forEach((name, value) -> hub.environment.setProperty("hub.provider.zoho." + name, value));
        hub.provider.stubFor(post("/zoho/oauth/v2/token").willReturn(okJson("{\"access_token\":\"a1\",\"api_domain\":\"" + hub.url("/api") + "\",\"expires_in\":3600}")));
        finds(okJson("{\"data\":[{\"id\":\"" + ID + "\"}],\"info\":{\"count\":1,\"more_records\":false}}"));
        lists(aResponse().withStatus(204));
        makes(okJson(SUCCESS).withStatus(201));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private void finds(ResponseDefinitionBuilder answer) {
        hub.provider.stubFor(post(QUERY).willReturn(answer));
    }

    private void lists(ResponseDefinitionBuilder answer) {
        hub.provider.stubFor(get(LIST).willReturn(answer));
    }

    private void makes(ResponseDefinitionBuilder answer) {
        hub.provider.stubFor(post(NOTES).willReturn(answer));
    }

    private Exchange note() {
        return hub.send(SINK, NOTE, Map.of("HubObject", "Notes", "HubKey", "note:e1"));
    }

    private Fault fault(Exchange done) {
        assertThat(done.getException()).isNotNull();
        return hub.fault("zoho", done);
    }

    private void madeTimes(int times) {
        hub.provider.verify(times, postRequestedFor(urlEqualTo(NOTES)));
    }

    @Test
    void isMadeOnTheDealOfThatKey() {
        assertThat(note().getException()).isNull();
        hub.provider.verify(1, postRequestedFor(urlEqualTo(QUERY)).withHeader("Authorization", equalTo("Zoho-oauthtoken a1"))
                .withRequestBody(equalToJson("{\"select_query\":\"select id from Deals where Hub_Key = 'o''neil:1' limit 1\"}")));
        hub.provider.verify(1, postRequestedFor(urlEqualTo(NOTES)).withHeader("Content-Type", equalTo("application/json; charset=UTF-8"))
                .withRequestBody(equalToJson("{\"data\":[{\"Note_Title\":\"Refund\",\"Note_Content\":\"all of it\\n(note:e1)\"}]}")));
    }

    @Test
    void whatIsThereIsNotMadeAgain() {
        lists(okJson("{\"data\":[{\"id\":\"1\",\"Note_Content\":\"(note:e11)\"},{\"id\":\"2\",\"Note_Content\":null}]}"));
        assertThat(note().getException()).as("others").isNull();
        madeTimes(1);
        lists(okJson("{\"data\":[{\"id\":\"1\",\"Note_Content\":\"all of it\\n(note:e1)\"}]}"));
        assertThat(note().getException()).isNull();
        madeTimes(1);
    }

    @Test
    void waitsForItsDeal() {
        finds(aResponse().withStatus(204));
        assertThat(fault(note())).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "no_deal_yet");
        finds(okJson("{\"data\":[{\"id\":\"" + ID + "\"}]}"));
        makes(aResponse().withStatus(400).withHeader("Content-Type", "application/json").withBody(
                "{\"data\":[{\"code\":\"INVALID_DATA\",\"details\":{\"api_name\":\"id\"},\"message\":\"the id given seems to be invalid\",\"status\":\"error\"}]}"));
        assertThat(fault(note())).as("deleted since").extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "record_deleted");
    }

    @Test
    void anUnansweredQueryHasDoneNothingAndAnUnansweredNoteIsInDoubt() {
        ResponseDefinitionBuilder lost = aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE);
        makes(lost);
        assertThat(fault(note()).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        lists(lost);
        assertThat(fault(note()).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        finds(lost);
        assertThat(fault(note()).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        madeTimes(1);
    }

    /** Taken for "none", each of these would make a second note, or none ever. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "<html>ok</html>", "{\"data\":{}}", "{\"data\":[{\"id\":\"1\"}],\"code\":\"X\"}", "{\"data\":[]",
        "{\"code\":\"INTERNAL_ERROR\",\"status\":\"error\",\"message\":\"m\",\"details\":{}}"})
    void anUnknownAnswerIsTriedAgain(String answer) {
        lists(okJson(answer));
        assertThat(fault(note()).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        finds(okJson(answer));
        assertThat(fault(note()).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        madeTimes(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"note:e1|{}", "note:e1|{\"deal\":\"\"}", "note:e1|{\"deal\":\"a\\\\b\"}", "note:e1|{\"deal\":{}}", "note:e1|[]", "|{\"deal\":\"pi_1\"}",
        "a b|{\"deal\":\"pi_1\"}"})
    void refusesWhatIsNoNote(String key, String body) {
        assertThat(fault(hub.send(SINK, body, Map.of("HubObject", "Notes", "HubKey", key == null ? "" : key))))
                .extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(hub.provider.getAllServeEvents()).isEmpty();
    }
}
