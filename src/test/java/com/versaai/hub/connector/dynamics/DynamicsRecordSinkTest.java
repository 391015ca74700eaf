package com.versaai.hub.connector.dynamics;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the simulator over HTTP; answers that it never gives come from the harness' fake provider. */
class DynamicsRecordSinkTest {

    private static final SimulatedProvider DYNAMICS = SimulatedProvider.of("dynamics").orElseThrow();
    private static final String SINK = "dynamics-record-sink";
    private static final String SETTINGS = "hub.provider.dynamics.";
    private static final String API = "/dynamics/api/data/v9.2/";
    private static final String ANA = "{\"lastname\":\"Moreau\",\"emailaddress1\":\"ana@acme.example\"}";
    private static final String PAID = "{\"name\":\"Pago 5 €\",\"actualvalue\":5.5,\"actualclosedate\":\"2026-01-05\",\"statecode\":1}";
    private static final String ID = "5a4db0c5-0000-4000-8000-00000000000f";
    private static Simulators simulators;

    private ConnectorHarness hub;

    @BeforeAll
    static void simulate() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void endSimulation() {
        simulators.close();
    }

    @BeforeEach
    void start() throws Exception {
        simulators.faults().clear(DYNAMICS);
        simulators.reset();
        simulators.wireMock().resetRequests();
        hub = new ConnectorHarness();
        DYNAMICS.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private Exchange send(String set, String key, String fields) {
        return hub.send(SINK, fields, Map.of("HubObject", set, "HubKey", key));
    }

    private void done(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)).isBetween(200, 204);
        assertThat(exchange.getMessage().getHeaders().keySet()).noneMatch(header -> header.matches("(?i)odata.*|if-.*|mscrm.*|retry-after"));
    }

    private Fault fault(Exchange done) {
        assertThat(done.getException()).isNotNull();
        return hub.fault("dynamics", done);
    }

    /** Method and address below the API of what arrived, the earliest first, without logins. */
    private static List<String> calls() {
        List<ServeEvent> events = new ArrayList<>(simulators.wireMock().getAllServeEvents());
        Collections.reverse(events);
        return events.stream().map(event -> event.getRequest().getMethod() + " " + event.getRequest().getUrl()).filter(line -> line.contains(API))
                .map(line -> line.replace(API, "").replaceAll("[0-9a-f-]{36}", "ID")).toList();
    }

    /** Directly at the simulator, as people do there. */
    private static Web.Reply there(String method, String path, String body) throws IOException {
        String base = simulators.url(DYNAMICS);
        Map<String, String> settings = DYNAMICS.settings(base.replaceFirst("/dynamics$", ""));
        Web.Reply login = Web.post(base + '/' + settings.get(SETTINGS + "tenant") + "/oauth2/v2.0/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=" + settings.get(SETTINGS + "client-id") + "&client_secret=" + settings.get(SETTINGS + "client-secret")
                        + "&scope=" + base + "/.default");
        return Web.send(method, base + "/api/data/v9.2/" + path, Map.of("Authorization", "Bearer " + login.json().path("access_token").asText(),
                "Content-Type", "application/json", "Accept", "application/json", "OData-Version", "4.0", "OData-MaxVersion", "4.0"), body);
    }

    private static String created(String set, String body) throws IOException {
        return there("POST", set, body).header("OData-EntityId").replaceFirst(".*\\((.+)\\)", "$1");
    }

    private static long effects(String key) {
        return simulators.effects().find(DYNAMICS, key).map(effect -> (long) effect.effects()).orElse(0L);
    }

    // upsert

    @Test
    void createsAndThenChangesByTheKeyThatIsNotInTheBody() throws Exception {
        done(send("leads", "u-1", "{\"lastname\":\"Moreau\",\"hub_key\":\"other\",\"leadid\":\"" + ID + "\"}"));
        done(send("leads", "u-1", "{\"firstname\":\"Ána €\"}"));
        JsonNode row = there("GET", "leads(hub_key='u-1')", "").json();
        assertThat(row.path("lastname").asText() + row.path("firstname").asText()).isEqualTo("MoreauÁna €");
        assertThat(row.path("leadid").asText()).isNotEqualTo(ID);
        assertThat(calls()).startsWith("PATCH leads(hub_key=%27u-1%27)", "PATCH leads(hub_key=%27u-1%27)");
    }

    @Test
    void speaksODataAndAsksForNoRepresentation() {
        done(send("leads", "u-1", ANA));
        assertThat(simulators.wireMock().getAllServeEvents()).filteredOn(event -> event.getRequest().getUrl().contains(API)).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getHeader("OData-Version")).isEqualTo("4.0");
            assertThat(event.getRequest().getHeader("OData-MaxVersion")).isEqualTo("4.0");
            assertThat(event.getRequest().getHeader("Accept")).isEqualTo("application/json");
            assertThat(event.getRequest().getHeader("Content-Type")).isEqualTo("application/json; charset=UTF-8");
            assertThat(event.getRequest().getHeader("MSCRM.SuppressDuplicateDetection")).isEqualTo("false");
            assertThat(event.getRequest().getHeader("Prefer")).isNull();
            assertThat(event.getRequest().getHeader("HubKey")).isNull();
        });
    }

    /** Dynamics finds no row by a value with one of {@code / : # % & * < > \}. */
    @ParameterizedTest
    @ValueSource(strings = {"subscription:sub_1", "acct_1/in_1", "a b", "O'Hara", "a!b", "a%2Fb", "ñ€😀", "../x", "x)?$select=a", "{{hub.provider.dynamics.client-secret}}",
        "${body}", "a\\b<c>*&#+?;'='\n"})
    void aKeyIsWrittenInLettersThatAnAddressMayHave(String key) {
        done(send("leads", key, "{\"lastname\":\"A\"}"));
        done(send("leads", key, "{\"lastname\":\"B\"}"));
        assertThat(simulators.effects().of(DYNAMICS)).singleElement().satisfies(effect -> {
            assertThat(effect.effects()).as("one row").isEqualTo(2);
            assertThat(effect.key()).matches("leads/[A-Za-z0-9._@!-]+");
        });
    }

    @Test
    void twoKeysStayTwoAndPlainOnesAsTheyAre() {
        assertThat(List.of("a:b", "a/b", "a!3Ab", "a b", "a_b").stream().map(DynamicsRow::letters)).doesNotHaveDuplicates();
        assertThat(DynamicsRow.letters("ana.moreau@acme.example")).isEqualTo("ana.moreau@acme.example");
        assertThat(DynamicsRow.letters("pi_3Mtw-BwL.x")).isEqualTo("pi_3Mtw-BwL.x");
        assertThat(DynamicsRow.letters("acct/1")).isEqualTo("acct!2F1");
        assertThat(fault(send("leads", "/".repeat(100), "{}"))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
    }

    @Test
    void anotherKeyColumnAndVersion() {
        hub.environment.setProperty(SETTINGS + "key-column", "new_hubkey");
        hub.environment.setProperty(SETTINGS + "api-version", "v9.1");
        Fault fault = fault(send("leads", "u-1", ANA));
        assertThat(fault).as("the sandbox has no such key").extracting("faultClass", "status").containsExactly(FaultClass.PERMANENT, 400);
        assertThat(fault.message()).contains("not a defined key");
        assertThat(simulators.wireMock().getAllServeEvents().get(0).getRequest().getUrl()).isEqualTo("/dynamics/api/data/v9.1/leads(new_hubkey=%27u-1%27)");
        for (String[] wrong : new String[][] {{"key-column", "leadid"}, {"key-column", "hub_key)"}, {"api-version", "v10"}, {"duplicate-detection", "maybe"}}) {
            try (Setting ignored = new Setting(wrong[0], wrong[1])) {
                assertThat(fault(send("leads", "u-1", ANA))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
            }
        }
    }

    private final class Setting implements AutoCloseable {

        private final String name;
        private final String before;

        Setting(String name, String value) {
            this.name = SETTINGS + name;
            this.before = hub.environment.getProperty(this.name);
            hub.environment.setProperty(this.name, value);
        }

        @Override
        public void close() {
            hub.environment.setProperty(name, before == null ? "" : before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"|k|{}", "leads||{}", "leads(1)|k|{}", "Leads|k|{}", "leads|k|[]", "leads|k|nonsense", "leads|k|\"x\"",
        "incidents|k|{\"customerid_contact@hub.upsert\":1}", "incidents|k|{\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"k\"}}",
        "incidents|k|{\"x)(@hub.upsert\":{\"object\":\"contacts\",\"key\":\"k\",\"fields\":{}}}",
        "incidents|k|{\"c@hub.upsert\":{\"object\":\"../x\",\"key\":\"k\",\"fields\":{}}}"})
    void refusesWhatDynamicsCouldNotRead(String object, String key, String body) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("HubObject", object);
        headers.put("HubKey", key);
        assertThat(fault(hub.send(SINK, body, headers))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(simulators.wireMock().getAllServeEvents()).isEmpty();
    }

    // duplicates

    @Test
    void whatTheSalesTeamHasMadeIsFoundByItsAddressAndGetsTheKey() throws Exception {
        String id = created("leads", "{\"lastname\":\"Old\",\"emailaddress1\":\"Ana@acme.example\"}");
        created("leads", "{\"lastname\":\"Younger\",\"emailaddress1\":\"ana@acme.example\"}");
        simulators.wireMock().resetRequests();
        done(send("leads", "u:1", ANA));
        assertThat(calls()).containsExactly("PATCH leads(hub_key=%27u%213A1%27)", "GET leads?$select=leadid,hub_key&$filter=emailaddress1%20eq%20%27ana%40acme.example%27"
                + "&$orderby=createdon%20asc&$top=20", "PATCH leads(ID)");
        JsonNode row = there("GET", "leads(" + id + ")", "").json();
        assertThat(row.path("lastname").asText()).as("the oldest").isEqualTo("Moreau");
        assertThat(row.path("hub_key").asText()).isEqualTo("u!3A1");
        done(send("leads", "u:1", ANA));
        assertThat(there("GET", "leads(hub_key='u!3A1')", "").json().path("leadid").asText()).isEqualTo(id);
    }

    @Test
    void oneOfAnotherKeyIsSomebodyElsesAndADeadLetterSaysSo() throws Exception {
        created("leads", "{\"lastname\":\"Other\",\"emailaddress1\":\"ana@acme.example\",\"hub_key\":\"u-2\"}");
        Fault fault = fault(send("leads", "u-1", ANA));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "0x80040333");
        assertThat(fault.message()).contains("has another key", "merge", "duplicate-detection=false").doesNotContain("ana@");
        hub.environment.setProperty(SETTINGS + "duplicate-detection", "false");
        done(send("leads", "u-1", ANA));
    }

    /** A rule over something else than the e-mail, as an environment may have; the documentation shows status 500. */
    @ParameterizedTest
    @CsvSource({"412,''", "500,''", "412,0x80040333", "500,0x80040333"})
    void aDuplicateThatTheAddressDoesNotFindIsADeadLetter(int status, String code) {
        simulators.faults().set(DYNAMICS, FaultSpec.error(status).withError("0x80040333").withPath("/api/data/v9.2/leads(").withCount(1));
        Fault fault = fault(send("leads", "u-1", code.isEmpty() ? "{\"lastname\":\"A\"}" : ANA));
        assertThat(fault).extracting("faultClass", "code", "status").containsExactly(FaultClass.PERMANENT, "0x80040333", status);
        if (!code.isEmpty()) {
            assertThat(fault.message()).contains("the e-mail does not find");
        }
    }

    @Test
    void deletedBetweenSearchAndChangeItIsMadeAnewTheNextTime() {
        stub(FaultClass.TRANSIENT, patch(urlPathMatching(API + "leads.*")).willReturn(refusal(412, "0x80040333")),
                get(urlPathEqualTo(API + "leads")).willReturn(okJson("{\"value\":[{\"leadid\":\"" + ID + "\",\"hub_key\":null}]}")),
                patch(urlPathEqualTo(API + "leads(" + ID + ")")).willReturn(refusal(404, "0x80040217")));
    }

    @Test
    void ofTwoWhoMakeItAtOnceTheSecondChangesIt() {
        simulators.faults().set(DYNAMICS, FaultSpec.error(412).withError("0x80060892").withPath("/api/data").withCount(1));
        done(send("leads", "u-1", ANA));
        assertThat(calls()).hasSize(2);
        simulators.faults().set(DYNAMICS, FaultSpec.error(412).withError("0x80060892").withPath("/api/data"));
        simulators.wireMock().resetRequests();
        assertThat(fault(send("leads", "u-1", ANA))).as("another key of the table").extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "0x80060892");
        assertThat(calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "<html></html>", "{\"value\":{}}", "{\"value\":[{\"leadid\":\"../x\"}]}", "{\"value\":[{}]}", "{\"value\":[]"})
    void anUnknownAnswerToTheSearchMakesNothing(String answer) {
        stub(FaultClass.IN_DOUBT, patch(urlPathMatching(API + "leads.*")).willReturn(refusal(412, "0x80040333")), get(anyUrl()).willReturn(okJson(answer)));
        assertThat(hub.provider.getAllServeEvents()).filteredOn(event -> event.getRequest().getMethod().getName().equals("PATCH")).hasSize(1);
    }

    private void stub(FaultClass expected, com.github.tomakehurst.wiremock.client.MappingBuilder... answers) {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(urlPathMatching("/dynamics/.*/oauth2/v2.0/token")).willReturn(token("t-1", "3599")));
        for (com.github.tomakehurst.wiremock.client.MappingBuilder answer : answers) {
            hub.provider.stubFor(answer);
        }
        assertThat(fault(send("leads", "u-1", ANA)).faultClass()).isEqualTo(expected);
    }

    private static ResponseDefinitionBuilder refusal(int status, String code) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody("{\"error\":{\"code\":\"" + code + "\",\"message\":\"said ana@acme.example\"}}");
    }

    private static ResponseDefinitionBuilder token(String token, String life) {
        return okJson("{\"token_type\":\"Bearer\",\"expires_in\":" + life + ",\"access_token\":\"" + token + "\"}");
    }

    // references

    @Test
    void aCaseBringsItsCustomerAlong() throws Exception {
        String ticket = "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1\",\"fields\":" + ANA + "}}";
        done(send("incidents", "T-1", ticket));
        done(send("incidents", "T-1", ticket));
        assertThat(calls()).containsExactly("PATCH contacts(hub_key=%27u-1%27)", "PATCH incidents(hub_key=%27T-1%27)",
                "PATCH contacts(hub_key=%27u-1%27)", "PATCH incidents(hub_key=%27T-1%27)");
        String contact = there("GET", "contacts(hub_key='u-1')", "").json().path("contactid").asText();
        assertThat(there("GET", "incidents(hub_key='T-1')?$select=title", "").json().path("title").asText()).isEqualTo("Help");
        assertThat(simulators.effects().find(DYNAMICS, "incidents/T-1")).hasValueSatisfying(effect -> {
            assertThat(effect.body()).contains("\"customerid_contact@odata.bind\":\"/contacts(" + contact + ")\"").doesNotContain("hub.upsert");
            assertThat(effect.effects()).as("the same customer by id and by key").isEqualTo(1);
        });
        assertThat(effects("contacts/u-1")).isEqualTo(1);
    }

    @Test
    void whatPeopleHaveMadeOfACustomerACaseDoesNotChange() throws Exception {
        done(send("contacts", "u-1", "{\"lastname\":\"Moreau-Lenz\"}"));
        String id = created("contacts", "{\"lastname\":\"Old\",\"emailaddress1\":\"x@acme.example\"}");
        for (String[] customer : new String[][] {{"u-1", ANA}, {"u-2", "{\"lastname\":\"New\",\"emailaddress1\":\"x@acme.example\"}"}}) {
            done(send("incidents", "T-" + customer[0], "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"" + customer[0]
                    + "\",\"fields\":" + customer[1] + "}}"));
        }
        assertThat(there("GET", "contacts(hub_key='u-1')", "").json().path("lastname").asText()).isEqualTo("Moreau-Lenz");
        JsonNode found = there("GET", "contacts(" + id + ")", "").json();
        assertThat(found.path("lastname").asText() + ' ' + found.path("hub_key").asText()).as("found by its address, it has got the key").isEqualTo("Old u-2");
    }

    @Test
    void aCustomerWhoIsThereWithoutAKeyIsTheCasesToo() throws Exception {
        String id = created("contacts", "{\"lastname\":\"Old\",\"emailaddress1\":\"ana@acme.example\"}");
        done(send("incidents", "T-1", "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1\",\"fields\":" + ANA + "}}"));
        assertThat(simulators.effects().find(DYNAMICS, "incidents/T-1")).hasValueSatisfying(effect -> assertThat(effect.body()).contains(id));
    }

    @Test
    void theOtherRecordIsReferredToByItsKeyWhereTheAnswerNamesNoId() {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(urlPathMatching("/dynamics/.*/oauth2/v2.0/token")).willReturn(token("t-1", "3599")));
        hub.provider.stubFor(patch(urlPathMatching(API + "contacts.*")).willReturn(aResponse().withStatus(204)
                .withHeader("OData-EntityId", hub.url(API + "contacts(hub_key='u-1')"))));
        hub.provider.stubFor(patch(urlPathMatching(API + "incidents.*")).willReturn(aResponse().withStatus(204)
                .withHeader("OData-EntityId", hub.url(API + "incidents(" + ID + ")"))));
        done(send("incidents", "T-1", "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1\",\"fields\":{}}}"));
        assertThat(hub.provider.getAllServeEvents().get(0).getRequest().getBodyAsString()).contains("\"/contacts(hub_key='u-1')\"");
    }

    // won opportunities

    @Test
    void aPaymentIsWonOnceHoweverOftenItComes() throws Exception {
        done(send("opportunities", "pi_1", PAID));
        assertThat(calls()).containsExactly("PATCH opportunities(hub_key=%27pi_1%27)", "POST WinOpportunity");
        done(send("opportunities", "pi_1", PAID));
        assertThat(calls()).hasSize(4).last().isEqualTo("GET opportunities(hub_key=%27pi_1%27)?$select=statecode");
        assertThat(effects("opportunities/pi_1")).isEqualTo(1);
        assertThat(simulators.effects().find(DYNAMICS, "WinOpportunity/pi_1")).hasValueSatisfying(effect -> {
            assertThat(effect.effects()).isEqualTo(1);
            assertThat(effect.body()).contains("\"Status\":3", "\"actualrevenue\":5.5", "\"actualend\":\"2026-01-05\"", "\"subject\":\"Pago 5 €\"");
        });
        assertThat(there("GET", "opportunities(hub_key='pi_1')", "").json().path("statecode").asInt()).isEqualTo(1);
    }

    @Test
    void whatWasBrokenOffBeforeItWasWonIsTakenUpThere() {
        simulators.faults().set(DYNAMICS, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/data/v9.2/WinOpportunity").withCount(1));
        assertThat(fault(send("opportunities", "pi_1", PAID)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        done(send("opportunities", "pi_1", PAID));
        assertThat(effects("WinOpportunity/pi_1")).isEqualTo(1);

        simulators.faults().set(DYNAMICS, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/data/v9.2/WinOpportunity").withAfterEffect().withCount(1));
        assertThat(fault(send("opportunities", "pi_2", PAID)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        done(send("opportunities", "pi_2", PAID));
        assertThat(effects("WinOpportunity/pi_2")).isEqualTo(1);
    }

    @Test
    void whatSalesHaveClosedAsLostIsADeadLetter() {
        stub(FaultClass.PERMANENT, patch(anyUrl()).willReturn(refusal(412, "")));
        hub.provider.stubFor(get(urlPathMatching(API + "opportunities.*")).willReturn(okJson("{\"opportunityid\":\"" + ID + "\",\"statecode\":2}")));
        Fault fault = fault(send("opportunities", "pi_1", PAID));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "opportunity_closed");
        assertThat(fault.message()).contains("reopen");
        hub.provider.stubFor(get(urlPathMatching(API + "opportunities.*")).willReturn(refusal(404, "0x80060891")));
        assertThat(fault(send("opportunities", "pi_1", PAID))).as("another key of the table").extracting("faultClass", "status").containsExactly(FaultClass.PERMANENT, 412);
    }

    // faults

    @ParameterizedTest
    @CsvSource({"400,0x80048d19,PERMANENT", "403,0x80040220,PERMANENT", "404,0x80040217,PERMANENT", "412,0x80060882,TRANSIENT", "412,0x80040237,PERMANENT",
        "429,0x80072322,RATE_LIMITED", "429,0x80072321,RATE_LIMITED", "429,0x80072326,RATE_LIMITED", "503,0x80072326,RATE_LIMITED", "412,0x80044339,TRANSIENT",
        "500,0x80044151,TRANSIENT", "500,0x80040216,TRANSIENT", "500,0X80040333,PERMANENT", "413,,PERMANENT", "412,'',PERMANENT", "501,0x80040216,TRANSIENT"})
    void readsTheErrorsCode(int status, String code, FaultClass expected) {
        Fault fault = hub.faults.decode("dynamics", status, Map.of("Retry-After", "9"), "{\"error\":{\"code\":" + (code == null ? "null" : '"' + code + '"')
                + ",\"message\":\"said ana@acme.example\",\"@Microsoft.PowerApps.CDS.HelpLink\":\"https://x\"}}");
        assertThat(fault).extracting("faultClass", "status", "code", "message", "retryAfter").containsExactly(expected, status,
                code == null || code.isEmpty() ? "http_" + status : code, "said ***@***", Duration.ofSeconds(9));
    }

    @Test
    void aColumnThatIsNotThereIsNamedByTheDeadLetter() {
        Fault fault = fault(send("leads", "u-1", "{\"lastname\":\"A\",\"nickname\":\"B\"}"));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "0x80048d19");
        assertThat(fault.message()).contains("nickname");
    }

    @Test
    void waitsAsLongAsTheServiceProtectionSays() {
        simulators.faults().set(DYNAMICS, FaultSpec.error(429).withError("0x80072321").withPath("/api/data").withRetryAfter("123", false));
        assertThat(fault(send("leads", "u-1", ANA))).extracting("faultClass", "code", "retryAfter")
                .containsExactly(FaultClass.RATE_LIMITED, "0x80072321", Duration.ofSeconds(123));
    }

    /** At the default settings 9 a second are delivered by 4 at once; here there is no rate, and still nothing is too much. */
    @Test
    void aBurstOfAThousandEventsProvokesNo429() throws Exception {
        ExecutorService four = Executors.newFixedThreadPool(4);
        try {
            List<Future<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String key = "b-" + i;
                boolean paid = i % 2 == 0;
                all.add(four.submit(() -> send(paid ? "opportunities" : "leads", key, paid ? PAID : "{\"lastname\":\"A\"}")));
                if (i % 20 == 19) {
                    // Some pace, as the rate has; a tenth of it.
                    for (Future<Exchange> one : all.subList(all.size() - 20, all.size())) {
                        done(one.get());
                    }
                }
            }
        } finally {
            four.shutdown();
        }
        assertThat(simulators.effects().refusals(DYNAMICS)).filteredOn(refusal -> refusal.status() == 429).isEmpty();
        assertThat(simulators.effects().requests(DYNAMICS)).isEqualTo(1_500);
    }

    // tokens

    @Test
    void logsInAsEntraIdWantsAndOnceForAll() throws Exception {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics/"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/cn/"));
        hub.environment.setProperty(SETTINGS + "client-secret", "p+%&= ~ü");
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-1", "3599").withFixedDelay(100)));
        hub.provider.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(204).withHeader("OData-EntityId", hub.url(API + "leads(" + ID + ")"))));
        ExecutorService many = Executors.newFixedThreadPool(20);
        try {
            List<Future<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(many.submit(() -> send("leads", "u-1", ANA)));
            }
            for (Future<Exchange> one : all) {
                done(one.get());
            }
        } finally {
            many.shutdown();
        }
        List<ServeEvent> logins = hub.provider.getAllServeEvents().stream().filter(event -> event.getRequest().getMethod().getName().equals("POST")).toList();
        assertThat(logins).singleElement().satisfies(login -> {
            assertThat(login.getRequest().getUrl()).isEqualTo("/cn/5a4db0c5-0000-4000-8000-000000000001/oauth2/v2.0/token");
            assertThat(login.getRequest().getBodyAsString()).contains("grant_type=client_credentials", "client_secret=p%2B%25%26%3D+~%C3%BC",
                    "scope=" + java.net.URLEncoder.encode(hub.url("/dynamics/.default"), java.nio.charset.StandardCharsets.UTF_8));
        });
        assertThat(hub.provider.getAllServeEvents()).hasSize(21).filteredOn(event -> event.getRequest().getMethod().getName().equals("PATCH"))
                .allSatisfy(event -> assertThat(event.getRequest().getHeader("Authorization")).isEqualTo("Bearer t-1"));
    }

    @Test
    void aTokenIsRenewedBeforeItsEnd() throws Exception {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-1", "1")));
        hub.provider.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(204).withHeader("OData-EntityId", hub.url(API + "leads(" + ID + ")"))));
        done(send("leads", "u-1", ANA));
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-2", "3599")));
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            done(send("leads", "u-1", ANA));
            return "Bearer t-2".equals(hub.provider.getAllServeEvents().get(0).getRequest().getHeader("Authorization"));
        });
    }

    @Test
    void aRevokedTokenIsRenewed() {
        done(send("leads", "u-1", ANA));
        simulators.expireTokens(DYNAMICS);
        done(send("leads", "u-1", ANA));
        assertThat(calls()).as("refused, and again with the new one").hasSize(3);
    }

    @Test
    void aRevokedSecretSaysWhatItIs() {
        done(send("leads", "u-1", ANA));
        hub.environment.setProperty(SETTINGS + "client-secret", "revoked");
        simulators.expireTokens(DYNAMICS);
        Fault fault = fault(send("leads", "u-1", ANA));
        assertThat(fault).extracting("faultClass", "code", "status").containsExactly(FaultClass.PERMANENT, "invalid_client", 401);
        assertThat(fault.message()).startsWith("login failed").contains("AADSTS7000215");
    }

    @ParameterizedTest
    @CsvSource({"tenant,other,AADSTS90002", "client-id,other,AADSTS700016"})
    void whatIsWrongWithTheLoginIsSaid(String setting, String value, String said) {
        hub.environment.setProperty(SETTINGS + setting, value);
        assertThat(fault(send("leads", "u-1", ANA))).satisfies(fault -> {
            assertThat(fault.faultClass()).isEqualTo(FaultClass.PERMANENT);
            assertThat(fault.message()).contains(said);
        });
    }

    @Test
    void aTenantThatIsNoneIsNotAskedFor() {
        hub.environment.setProperty(SETTINGS + "tenant", "a/b?c");
        assertThat(fault(send("leads", "u-1", ANA))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
        assertThat(simulators.wireMock().getAllServeEvents()).isEmpty();
    }

    @Test
    void successIsWhatIsPromisedAndNothingElse() {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-1", "3599")));
        String there = hub.url(API + "leads(" + ID + ")");
        Map<ResponseDefinitionBuilder, Boolean> answers = new HashMap<>();
        answers.put(aResponse().withStatus(204).withHeader("OData-EntityId", there), true);
        answers.put(aResponse().withStatus(201).withBody("{\"leadid\":\"" + ID + "\"}"), true);
        answers.put(okJson("{\"leadid\":\"" + ID.toUpperCase() + "\"}"), true);
        for (String wrong : Set.of(there + 'x', hub.url(API + "contacts(" + ID + ")"), "leads(" + ID + ")", hub.url(API + "leads(1)"), hub.url(API + "leads"))) {
            answers.put(aResponse().withStatus(204).withHeader("OData-EntityId", wrong), false);
        }
        answers.put(aResponse().withStatus(204).withHeader("OData-Version", "4.0"), false);
        answers.put(okJson("{\"contactid\":\"" + ID + "\"}"), false);
        answers.forEach((answer, right) -> {
            hub.provider.stubFor(patch(anyUrl()).willReturn(answer));
            Exchange done = send("leads", "u-1", ANA);
            if (right) {
                done(done);
            } else {
                assertThat(fault(done)).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
            }
        });
    }
}
