package com.versaai.hub.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesforceSimulatorTest {

    private static final SimulatedProvider SALESFORCE = SimulatedProvider.of("salesforce").orElseThrow();
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");
    private static final String LEAD = "{\"LastName\":\"Moreau\",\"Company\":\"Acme SAS\",\"Email\":\"ana@acme.example\"}";
    private static Simulators simulators;
    private String token;

    @BeforeAll
    static void start() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @BeforeEach
    void login() {
        simulators.reset();
        token = login("client_credentials", "sandbox-client", "sandbox-secret").json().get("access_token").asText();
    }

    private static Web.Reply login(String grant, String id, String secret) {
        return Web.post(simulators.url(SALESFORCE) + "/services/oauth2/token", FORM,
                "grant_type=" + grant + "&client_id=" + id + "&client_secret=" + secret);
    }

    private Web.Reply call(String method, String path, String body) throws Exception {
        return Web.send(method, simulators.url(SALESFORCE) + "/services/data/v68.0" + path, Web.json("Bearer " + token), body);
    }

    @Test
    void givesTokensForTheRightClientOnly() {
        Web.Reply good = login("client_credentials", "sandbox-client", "sandbox-secret");
        assertThat(good.json().get("instance_url").asText()).isEqualTo(simulators.url(SALESFORCE));
        assertThat(good.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(good.json().has("expires_in")).isFalse();
        assertThat(login("client_credentials", "x", "sandbox-secret").json().get("error").asText()).isEqualTo("invalid_client_id");
        assertThat(login("client_credentials", "sandbox-client", "x").json().get("error").asText()).isEqualTo("invalid_client");
        assertThat(login("password", "sandbox-client", "sandbox-secret").json().get("error").asText()).isEqualTo("unsupported_grant_type");
        Web.Reply basic = Web.post(simulators.url(SALESFORCE) + "/services/oauth2/token",
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Authorization", Web.basic("sandbox-client:sandbox-secret")),
                "grant_type=client_credentials");
        assertThat(basic.status()).isEqualTo(200);
    }

    private Web.Reply query(String soql) throws Exception {
        return call("GET", "/query?q=" + java.net.URLEncoder.encode(soql, java.nio.charset.StandardCharsets.UTF_8), "");
    }

    @Test
    void answersOneComparisonAndKnowsWhereATextEnds() throws Exception {
        call("PATCH", "/sobjects/Contact/Email/o'b%40acme.example", "{\"LastName\":\"Ruiz\"}");
        call("PATCH", "/sobjects/Contact/Email/ana%40acme.example", "{\"LastName\":\"Ana\"}");
        Web.Reply found = query("SELECT Id, Email, LastName, Account.Name FROM Contact WHERE Email = 'O\\'B@acme.example' LIMIT 10");
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(found.json().path("records")).singleElement().satisfies(one -> assertThat(one.path("LastName").asText()).isEqualTo("Ruiz"));
        assertThat(found.json().path("done").asBoolean()).isTrue();
        assertThat(query("SELECT Id FROM Contact WHERE Email = 'x'").json().path("totalSize").asInt(-1)).isZero();
        for (String malformed : new String[] {"SELECT Id FROM Contact WHERE Email = 'o'b@acme.example'", "SELECT Id FROM Contact WHERE Email = 'x' OR Email != ''", "",
            "SELECT Id FROM Contact WHERE Email = 'a\\x'"}) {
            assertThat(query(malformed).json().at("/0/errorCode").asText()).as(malformed).isEqualTo("MALFORMED_QUERY");
        }
        assertThat(query("SELECT Nope FROM Contact WHERE Email = 'x'").json().at("/0/errorCode").asText()).isEqualTo("INVALID_FIELD");
        assertThat(query("SELECT Id FROM Nope WHERE Email = 'x'").json().at("/0/errorCode").asText()).isEqualTo("INVALID_TYPE");
        assertThat(Web.send("GET", simulators.url(SALESFORCE) + "/services/data/v68.0/query?q=x", Web.json("Bearer x"), "").status()).isEqualTo(401);
    }

    @Test
    void upsertCreatesThenUpdatesThenChangesNothing() throws Exception {
        Web.Reply created = call("PATCH", "/sobjects/Lead/Hub_Id__c/u%2F1%20x", LEAD);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("created").asBoolean()).isTrue();
        assertThat(created.header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        Web.Reply same = call("PATCH", "/sobjects/Lead/Hub_Id__c/u%2F1%20x", LEAD);
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().get("created").asBoolean()).isFalse();
        assertThat(same.json().get("id")).isEqualTo(created.json().get("id"));
        Effects.Effect effect = simulators.effects().find(SALESFORCE, "Lead/Hub_Id__c/u/1 x").orElseThrow();
        assertThat(effect.requests()).isEqualTo(2);
        assertThat(effect.effects()).isEqualTo(1);
        call("PATCH", "/sobjects/Lead/Hub_Id__c/u%2F1%20x", "{\"Company\":\"Other\"}");
        assertThat(simulators.effects().count(SALESFORCE)).isEqualTo(2);
    }

    @Test
    void createsReadsUpdatesAndDeletesById() throws Exception {
        Web.Reply created = call("POST", "/sobjects/Lead", LEAD);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("success").asBoolean()).isTrue();
        String id = created.json().get("id").asText();
        assertThat(call("PATCH", "/sobjects/Lead/" + id, "{\"Company\":\"B\"}").status()).isEqualTo(204);
        assertThat(call("GET", "/sobjects/Lead/" + id, "").json().get("Company").asText()).isEqualTo("B");
        assertThat(call("DELETE", "/sobjects/Lead/" + id, "").status()).isEqualTo(204);
        assertThat(call("GET", "/sobjects/Lead/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void expiredTokenIsInvalidSession() throws Exception {
        simulators.expireTokens(SALESFORCE);
        Web.Reply reply = call("PATCH", "/sobjects/Lead/Hub_Id__c/1", LEAD);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().get(0).get("errorCode").asText()).isEqualTo("INVALID_SESSION_ID");
        assertThat(Web.post(simulators.url(SALESFORCE) + "/services/data/v68.0/sobjects/Lead", Web.JSON, LEAD).json().get(0)
                .get("errorCode").asText()).isEqualTo("INVALID_AUTH_HEADER");
        assertThat(simulators.effects().count(SALESFORCE)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "/sobjects/Lead/Hub_Id__c/1; {\"LastName\":\"x\"}; 400; REQUIRED_FIELD_MISSING",
            "/sobjects/Lead/Hub_Id__c/1; {\"LastName\":\"x\",\"Company\":\"y\",\"Shoe\":\"z\"}; 400; INVALID_FIELD",
            "/sobjects/Lead/Hub_Id__c/1; {\"LastName\":\"x\",\"Company\":\"y\",\"Hub_Id__c\":\"1\"}; 400; INVALID_FIELD",
            "/sobjects/Lead/Hub_Id__c/1; {\"LastName\":\"x\",\"Company\":\"y\",\"Id\":\"1\"}; 400; INVALID_FIELD",
            "/sobjects/Lead/Hub_Id__c/1; {\"LastName\":\"x\",\"Company\":\"y\",\"Email\":\"nope\"}; 400; INVALID_EMAIL_ADDRESS",
            "/sobjects/Opportunity/Hub_Id__c/1; {\"Name\":\"x\",\"StageName\":\"Closed Won\",\"CloseDate\":\"soon\"}; 400; JSON_PARSER_ERROR",
            "/sobjects/Opportunity/Hub_Id__c/1; {\"Name\":\"x\",\"StageName\":\"s\",\"CloseDate\":\"2026-01-01\",\"Amount\":\"9\"}; 400; JSON_PARSER_ERROR",
            "/sobjects/Lead/Hub_Id__c/1; [1]; 400; JSON_PARSER_ERROR", "/sobjects/Lead/Hub_Id__c/1; {; 400; JSON_PARSER_ERROR",
            "/sobjects/Nonsense/Hub_Id__c/1; {}; 404; NOT_FOUND", "/sobjects/Lead/Company/1; {}; 404; NOT_FOUND",
            "/sobjects/Lead/Hub_Id__c/1?updateOnly=true; {\"LastName\":\"x\",\"Company\":\"y\"}; 404; NOT_FOUND",
            "/nonsense; {}; 404; NOT_FOUND"})
    void refusesWithAnArray(String path, String body, int status, String code) throws Exception {
        Web.Reply reply = call("PATCH", path, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().isArray()).isTrue();
        assertThat(reply.json().get(0).get("errorCode").asText()).isEqualTo(code);
    }

    @Test
    void checksLengthMediaTypeMethodAndVersion() throws Exception {
        assertThat(call("PATCH", "/sobjects/Lead/Hub_Id__c/1", "{\"LastName\":\"" + "x".repeat(81) + "\",\"Company\":\"y\"}").body())
                .contains("STRING_TOO_LONG");
        String url = simulators.url(SALESFORCE) + "/services/data/";
        assertThat(Web.send("PATCH", url + "v68.0/sobjects/Lead/Hub_Id__c/1", Map.of("Authorization", "Bearer " + token,
                "Content-Type", "text/plain"), LEAD).status()).isEqualTo(415);
        assertThat(call("PUT", "/sobjects/Lead/Hub_Id__c/1", LEAD).status()).isEqualTo(405);
        assertThat(Web.post(url + "v99.0/sobjects/Lead", Web.json("Bearer " + token), LEAD).status()).isEqualTo(404);
        assertThat(call("GET", "/limits", "").json().at("/DailyApiRequests/Max").asInt()).isEqualTo(100_000);
    }
}
