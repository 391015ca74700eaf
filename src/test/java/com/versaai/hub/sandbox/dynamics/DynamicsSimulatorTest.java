package com.versaai.hub.sandbox.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import com.versaai.hub.support.HandClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicsSimulatorTest {

    private static final SimulatedProvider DYNAMICS = SimulatedProvider.of("dynamics").orElseThrow();
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
        token = login(DynamicsSandbox.TENANT, base() + "/.default").json().path("access_token").asText();
    }

    static Map<String, String> headers(String token) {
        return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json", "Accept", "application/json", "OData-Version", "4.0",
                "OData-MaxVersion", "4.0");
    }

    private static String base() {
        return simulators.url(DYNAMICS);
    }

    private static Web.Reply login(String tenant, String scope) {
        return Web.post(base() + '/' + tenant + "/oauth2/v2.0/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=" + DynamicsSandbox.CLIENT_ID + "&client_secret=" + DynamicsSandbox.CLIENT_SECRET + "&scope=" + scope);
    }

    private Web.Reply call(String method, String path, String body, String... more) throws IOException {
        Map<String, String> headers = new HashMap<>(headers(token));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return Web.send(method, base() + "/api/data/v9.2/" + path, headers, body);
    }

    private String made(String path, String body, String... more) throws IOException {
        Web.Reply reply = call("PATCH", path, body, more);
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
        return reply.header("OData-EntityId").replaceFirst(".*\\((.+)\\)", "$1");
    }

    @Test
    void upsertsByTheAlternateKey() throws IOException {
        String id = made("leads(hub_key='u-1')", "{\"lastname\":\"Moreau\"}");
        assertThat(made("leads(hub_key='U-1')", "{\"firstname\":\"Ana\"}")).as("the database takes upper for lower case").isEqualTo(id);
        Web.Reply read = call("GET", "leads(" + id + ")?$select=firstname,lastname,hub_key", "");
        assertThat(read.json().path("lastname").asText() + read.json().path("firstname").asText() + read.json().path("hub_key").asText()).isEqualTo("MoreauAnau-1");
        assertThat(read.json().path("leadid").asText()).isEqualTo(id);
        assertThat(simulators.effects().find(DYNAMICS, "leads/u-1")).hasValueSatisfying(effect -> assertThat(effect.effects()).isEqualTo(2));
        made("leads(hub_key='u-1')", "{\"firstname\":\"Ana\"}");
        assertThat(simulators.effects().find(DYNAMICS, "leads/u-1")).hasValueSatisfying(effect -> assertThat(effect.effects()).isEqualTo(2));
    }

    @Test
    void findsContactsWithTheirAccount() throws IOException {
        made("contacts(hub_key='c-1')", "{\"lastname\":\"O'Brien\",\"emailaddress1\":\"o'b@acme.example\"}");
        String asked = "contacts?$select=contactid,lastname,modifiedon&$expand=parentcustomerid_account($select=name)&$filter=emailaddress1%20eq%20";
        Web.Reply found = call("GET", asked + "%27O%27%27B%40acme.example%27", "");
        assertThat(found.json().at("/value/0/lastname").asText()).as(found.body()).isEqualTo("O'Brien");
        assertThat(found.json().at("/value/0/modifiedon").asText()).matches("\\d{4}-.*Z");
        assertThat(found.json().at("/value/0").has("parentcustomerid_account")).isTrue();
        assertThat(call("GET", asked + "%27o%27b%40acme.example%27", "").status()).as("an unescaped quote").isEqualTo(400);
        assertThat(call("GET", "leads?$expand=parentcustomerid_account($select=name)&$filter=emailaddress1%20eq%20%27x%27", "").status()).isEqualTo(400);
        assertThat(call("GET", "contacts?$select=company_name&$filter=emailaddress1%20eq%20%27x%27", "").status()).isEqualTo(400);
    }

    @Test
    void ofANewRowTheBodysKeyWinsOverTheAddress() throws IOException {
        made("leads(hub_key='u-1')", "{\"lastname\":\"A\",\"hub_key\":\"u-2\"}");
        assertThat(call("GET", "leads(hub_key='u-1')", "").status()).isEqualTo(404);
        assertThat(call("GET", "leads(hub_key='u-2')", "").status()).isEqualTo(200);
    }

    @Test
    void givesTheRowBackWhenAsked() throws IOException {
        Web.Reply created = call("PATCH", "leads(hub_key='u-1')", "{\"lastname\":\"A\"}", "Prefer", "return=representation");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("lastname").asText()).isEqualTo("A");
        assertThat(call("PATCH", "leads(hub_key='u-1')", "{\"lastname\":\"B\"}", "Prefer", "return=representation").status()).isEqualTo(200);
    }

    @Test
    void keepsToConditions() throws IOException {
        assertThat(call("PATCH", "leads(hub_key='u-1')", "{\"lastname\":\"A\"}", "If-Match", "*").status()).isEqualTo(404);
        String id = made("leads(hub_key='u-1')", "{\"lastname\":\"A\"}", "If-None-Match", "*");
        Web.Reply again = call("PATCH", "leads(hub_key='u-1')", "{\"lastname\":\"B\"}", "If-None-Match", "*");
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.json().at("/error/message").asText()).contains("matching key values already exists");
        assertThat(call("DELETE", "leads(" + id + ")", "").status()).isEqualTo(204);
        assertThat(call("PATCH", "leads(" + id + ")", "{\"lastname\":\"A\"}", "If-Match", "*").json().at("/error/code").asText()).isEqualTo("0x80040217");
    }

    @Test
    void duplicateRulesSpeakOnlyWhenTheyAreAsked() throws IOException {
        assertThat(call("POST", "contacts", "{\"lastname\":\"A\",\"emailaddress1\":\"Ana@acme.example\"}").status()).isEqualTo(204);
        Web.Reply refused = call("PATCH", "contacts(hub_key='u-1')", "{\"emailaddress1\":\"ana@acme.example\"}", "MSCRM.SuppressDuplicateDetection", "false");
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("0x80040333");
        made("contacts(hub_key='u-1')", "{\"emailaddress1\":\"ana@acme.example\"}");
        Web.Reply found = call("GET", "contacts?$select=contactid,hub_key&$filter=emailaddress1%20eq%20'ANA@acme.example'&$orderby=createdon%20asc&$top=20", "");
        assertThat(found.json().path("value")).hasSize(2);
        assertThat(found.json().at("/value/1/hub_key").asText()).isEqualTo("u-1");
        String other = call("POST", "contacts", "{\"lastname\":\"B\",\"hub_key\":\"u-2\"}").header("OData-EntityId").replaceFirst(".*\\((.+)\\)", "$1");
        assertThat(call("PATCH", "contacts(" + other + ")", "{\"hub_key\":\"u-1\"}").json().at("/error/code").asText()).isEqualTo("0x80060892");
    }

    @Test
    void anOpportunityIsWonOnceAndThenClosed() throws IOException {
        String id = made("opportunities(hub_key='pi_1')", "{\"name\":\"A\"}");
        String win = "{\"Status\":3,\"OpportunityClose\":{\"subject\":\"A\",\"actualrevenue\":5.5,\"opportunityid@odata.bind\":\"/opportunities(" + id + ")\"}}";
        assertThat(call("POST", "WinOpportunity", win).status()).isEqualTo(204);
        assertThat(call("GET", "opportunities(hub_key='pi_1')?$select=statecode", "").json().path("statecode").asInt()).isEqualTo(1);
        assertThat(call("POST", "WinOpportunity", win).status()).isEqualTo(400);
        assertThat(call("PATCH", "opportunities(hub_key='pi_1')", "{\"name\":\"B\"}").status()).isEqualTo(400);
        assertThat(call("POST", "WinOpportunity", "{}").status()).isEqualTo(400);
        assertThat(call("POST", "WinOpportunity", win.replace(id, UUID.randomUUID().toString())).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "PATCH | leads(hub_key='k')            | {\"nickname\":\"A\"}                                   | 400 | does not exist on type",
        "PATCH | leads(hub_key='k')            | {\"lastname\":5}                                       | 400 | lastname",
        "PATCH | leads(hub_key='k')            | [1]                                                    | 400 | Payload",
        "PATCH | leads(other_key='k')          | {\"lastname\":\"A\"}                                   | 400 | not a defined key",
        "PATCH | leads(hub_key='a%3Ab')        | {\"lastname\":\"A\"}                                   | 404 | not found",
        "PATCH | leads(hub_key='a%2Fb')        | {\"lastname\":\"A\"}                                   | 404 | not found",
        "PATCH | opportunities(hub_key='k')    | {\"name\":\"A\",\"statecode\":1}                       | 400 | use the won message",
        "PATCH | incidents(hub_key='k')        | {\"title\":\"A\"}                                      | 400 | parent contact or account",
        "PATCH | incidents(hub_key='k')        | {\"customerid_contact@odata.bind\":\"/contacts(hub_key='nobody')\"} | 404 | does not exist in contact",
        "PATCH | incidents(hub_key='k')        | {\"customerid_contact@odata.bind\":\"/leads(hub_key='nobody')\"}    | 400 | something else",
        "PATCH | incidents(hub_key='k')        | {\"customerid_Contact@odata.bind\":\"/contacts(hub_key='x')\"}      | 400 | undeclared property",
        "PATCH | opportunities(hub_key='k')    | {\"transactioncurrencyid@odata.bind\":\"/transactioncurrencies(isocurrencycode='XYZ')\"} | 404 | does not exist",
        "PATCH | leads                         | {\"lastname\":\"A\"}                                   | 405 | does not support",
        "GET   | leads(hub_key='nobody')       | ``                                                     | 404 | does not exist in lead",
        "GET   | leads?$filter=name%20gt%205   | ``                                                     | 400 | $filter",
        "GET   | leads?$select=nickname&$filter=lastname%20eq%20'A' | ``                                | 400 | nickname",
        "PATCH | aliens(hub_key='k')           | {}                                                     | 404 | segment 'aliens'"})
    void refuses(String method, String path, String body, int status, String said) throws IOException {
        Web.Reply reply = call(method, path, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json().at("/error/code").asText()).startsWith("0x80");
        assertThat(reply.json().at("/error/message").asText()).containsIgnoringCase(said);
        assertThat(simulators.effects().count(DYNAMICS)).isZero();
    }

    @Test
    void speaksOData4AndNothingElse() throws IOException {
        assertThat(call("GET", "WhoAmI", "").status()).isEqualTo(200);
        assertThat(call("GET", "WhoAmI", "", "OData-Version", "3.0").status()).isEqualTo(400);
        assertThat(call("GET", "WhoAmI", "", "Accept", "text/html").status()).isEqualTo(400);
        assertThat(Web.send("GET", base() + "/api/data/v8.0/WhoAmI", headers(token), "").status()).isEqualTo(404);
    }

    @Test
    void aTokenIsForOneTenantAndOneEnvironment() throws IOException {
        assertThat(login("other", base() + "/.default").body()).contains("AADSTS90002");
        assertThat(login(DynamicsSandbox.TENANT, "https://elsewhere.crm4.dynamics.com/.default").body()).contains("AADSTS500011");
        assertThat(login(DynamicsSandbox.TENANT, base()).body()).contains("AADSTS1002012");
        token = login(DynamicsSandbox.TENANT, "https://graph.microsoft.com/.default").json().path("access_token").asText();
        Web.Reply refused = call("GET", "WhoAmI", "");
        assertThat(refused.status()).as("a token for somebody else").isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void aTokenEnds() {
        HandClock clock = new HandClock();
        EntraTokens tokens = new EntraTokens((status, reason) -> { }, clock);
        Call login = new Call("POST", "http://x", "/t/oauth2/v2.0/token", Map.of(), name -> "application/x-www-form-urlencoded",
                ("grant_type=client_credentials&client_id=" + DynamicsSandbox.CLIENT_ID + "&client_secret=" + DynamicsSandbox.CLIENT_SECRET
                        + "&scope=http://x/dynamics/.default").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String issued = Call.json(tokens.answer(login, DynamicsSandbox.TENANT, "http://x/dynamics").body()).orElseThrow().path("access_token").asText();
        assertThat(tokens.opens(issued, "http://x/dynamics")).isTrue();
        clock.forward(Duration.ofSeconds(3_599));
        assertThat(tokens.opens(issued, "http://x/dynamics")).isFalse();
    }

    @Test
    void protectsItselfAsTheRealOneDoes() {
        HandClock clock = new HandClock();
        DynamicsLimits limits = new DynamicsLimits(clock);
        for (int i = 0; i < DynamicsLimits.CONCURRENT; i++) {
            assertThat(limits.request()).isNull();
        }
        assertThat(limits.request().code()).as("53 at once").isEqualTo("0x80072326");
        clock.forward(Duration.ofMillis(10));
        for (int i = DynamicsLimits.CONCURRENT; i < DynamicsLimits.REQUESTS; i++) {
            assertThat(limits.request()).isNull();
            clock.forward(Duration.ofMillis(4));
        }
        DynamicsLimits.Exceeded exceeded = limits.request();
        assertThat(exceeded.code()).isEqualTo("0x80072322");
        assertThat(exceeded.seconds()).isBetween(270L, 300L);
        clock.forward(Duration.ofSeconds(exceeded.seconds()));
        assertThat(limits.request()).isNull();
    }

    @Test
    void sendsExecutionContexts() {
        WebhookSender sender = new DynamicsWebhookSender(Clock.systemUTC());
        assertThat(sender.types()).contains("contact.create", "opportunity.update", "incident.delete").hasSize(12);
        String id = "5a4db0c5-0000-4000-8000-00000000000f";
        OutgoingWebhook webhook = sender.make("contact.update", Map.of("depth", "2"), Map.of("id", id));
        assertThat(webhook.headers()).containsEntry("X-Hub-Key", DynamicsSandbox.WEBHOOK_SECRET).doesNotContainKey("x-ms-dynamics-msg-size-exceeded");
        assertThat(Call.json(webhook.body())).hasValueSatisfying(body -> {
            assertThat(body.path("PrimaryEntityId").asText()).isEqualTo(id);
            assertThat(body.path("MessageName").asText()).isEqualTo("Update");
            assertThat(body.path("Depth").asInt()).isEqualTo(2);
            assertThat(body.at("/InputParameters/0/value/LogicalName").asText()).isEqualTo("contact");
        });
        OutgoingWebhook large = sender.make("lead.create", Map.of("large", "true", "sync", "true"), Map.of());
        assertThat(large.headers()).containsKey("x-ms-dynamics-msg-size-exceeded");
        assertThat(Call.json(large.body())).hasValueSatisfying(body -> {
            assertThat(body.has("InputParameters")).isFalse();
            assertThat(body.path("OperationId").asText()).matches("[0-]+");
        });
        for (Map<String, String> wrong : List.of(Map.of("id", "1"), Map.of("depth", "9"), Map.of("sync", "yes"), Map.of("name", "x"))) {
            assertThatThrownBy(() -> sender.make("lead.create", wrong, Map.of())).isInstanceOf(WebhookValueException.class);
        }
    }
}
