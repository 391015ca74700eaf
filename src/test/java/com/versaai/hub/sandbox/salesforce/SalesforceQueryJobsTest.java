package com.versaai.hub.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Query jobs of the Bulk API 2.0 are as strict as Salesforce's. */
class SalesforceQueryJobsTest {

    private static final SimulatedProvider SALESFORCE = SimulatedProvider.of("salesforce").orElseThrow();
    private static final String QUERY = "{\"operation\":\"query\",\"query\":\"SELECT Id, LastName, Description FROM Contact\"}";
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
        token = Web.post(simulators.url(SALESFORCE) + "/services/oauth2/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret").json().get("access_token").asText();
    }

    private Web.Reply call(String method, String path, String body) throws Exception {
        return Web.send(method, simulators.url(SALESFORCE) + "/services/data/v68.0/jobs/query" + path, Web.json("Bearer " + token), body);
    }

    private String job() throws Exception {
        Web.Reply made = call("POST", "", QUERY);
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.json().path("state").asText()).isEqualTo("UploadComplete");
        return '/' + made.json().path("id").asText();
    }

    private String complete() throws Exception {
        String job = job();
        assertThat(call("GET", job, "").json().path("state").asText()).isEqualTo("UploadComplete");
        assertThat(call("GET", job, "").json().path("state").asText()).isEqualTo("InProgress");
        assertThat(call("GET", job, "").json().path("numberRecordsProcessed").asInt()).isEqualTo(SalesforceQueryJobs.MADE_UP);
        return job;
    }

    @Test
    void answersInPagesOfCsvUntilTheLocatorIsNull() throws Exception {
        String job = complete();
        Web.Reply first = call("GET", job + "/results?maxRecords=1199", "");
        assertThat(first.header("Content-Type")).startsWith("text/csv");
        assertThat(first.header("Sforce-NumberOfRecords")).isEqualTo("1199");
        assertThat(first.body()).startsWith("\"Id\",\"LastName\",\"Description\"\n\"003000000000001AAA\",\"O\"\"Neill, 1\",\"first line\nsecond line, \"\"quoted\"\"\"\n");
        Web.Reply last = call("GET", job + "/results?maxRecords=1199&locator=" + first.header("Sforce-Locator"), "");
        assertThat(last.header("Sforce-Locator")).isEqualTo("null");
        assertThat(last.header("Sforce-NumberOfRecords")).isEqualTo("1");

        assertThat(call("GET", job + "/results?locator=bm8", "").json().get(0).get("errorCode").asText()).isEqualTo("INVALIDQUERYLOCATOR");
        assertThat(call("DELETE", job, "").status()).isEqualTo(204);
        assertThat(call("GET", job, "").status()).isEqualTo(404);
        assertThat(call("GET", job + "/results", "").status()).isEqualTo(404);
    }

    @Test
    void hasWhatWasWritten() throws Exception {
        Web.send("PATCH", simulators.url(SALESFORCE) + "/services/data/v68.0/sobjects/Contact/Hub_Id__c/1", Web.json("Bearer " + token), "{\"LastName\":\"Moreau\"}");
        String job = job();
        call("GET", job, "");
        call("GET", job, "");
        assertThat(call("GET", job + "/results", "").body()).contains("\"Moreau\"").doesNotContain("Neill");
    }

    @Test
    void keepsItsStates() throws Exception {
        String job = job();
        assertThat(call("GET", job + "/results", "").json().get(0).get("errorCode").asText()).isEqualTo("INVALIDJOBSTATE");
        assertThat(call("DELETE", job, "").status()).isEqualTo(400);
        assertThat(call("PATCH", job, "{\"state\":\"JobComplete\"}").status()).isEqualTo(400);
        assertThat(call("PATCH", job, "{\"state\":\"Aborted\"}").json().path("state").asText()).isEqualTo("Aborted");
        assertThat(call("GET", job, "").json().path("state").asText()).isEqualTo("Aborted");
        assertThat(call("PATCH", complete(), "{\"state\":\"Aborted\"}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "{\"operation\":\"query\",\"query\":\"SELECT Id FROM Nonsense\"}; INVALID_TYPE",
            "{\"operation\":\"query\",\"query\":\"SELECT Id, Shoe FROM Contact\"}; INVALID_FIELD",
            "{\"operation\":\"query\",\"query\":\"DELETE FROM Contact\"}; MALFORMED_QUERY",
            "{\"operation\":\"insert\",\"query\":\"SELECT Id FROM Contact\"}; INVALIDJOB", "[]; JSON_PARSER_ERROR"})
    void refusesJobs(String body, String code) throws Exception {
        Web.Reply refused = call("POST", "", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get(0).get("errorCode").asText()).isEqualTo(code);
    }

    @Test
    void wantsAToken() throws Exception {
        simulators.expireTokens(SALESFORCE);
        assertThat(call("POST", "", QUERY).status()).isEqualTo(401);
    }
}
