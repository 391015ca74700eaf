package com.versaai.hub.sandbox.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZohoSimulatorTest extends SimulatorContract {

    private static final SimulatedProvider ZOHO = SimulatedProvider.of("zoho").orElseThrow();
    private static final String LEAD = "{\"Last_Name\":\"Moreau\",\"Company\":\"Acme\",\"Email\":\"%s\"}";
    private static final String DEAL = "{\"Deal_Name\":\"d\",\"Stage\":\"Closed Won\",\"Closing_Date\":\"2026-01-05\",\"Hub_Key\":\"%s\"}";
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");
    private static Simulators simulators;
    private static int accounts;

    private String token;

    @BeforeAll
    static void start() {
        simulators = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("zoho-credits", List.of("300")))).start();
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @BeforeEach
    void reset() throws IOException {
        simulators.reset();
        token = login(simulators.url(ZOHO), ZohoSandbox.CLIENT_ID, ZohoSandbox.CLIENT_SECRET, ZohoSandbox.REFRESH_TOKEN).json().path("access_token").asText();
    }

    private static Web.Reply login(String accounts, String id, String secret, String refreshToken) {
        return Web.post(accounts + "/oauth/v2/token", FORM, "grant_type=refresh_token&client_id=" + id + "&client_secret=" + secret + "&refresh_token="
                + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8));
    }

    /** A refusal of Zoho's login has status 200 and no token, with which nothing can be called. */
    @Override
    protected Web.Reply request(UnaryOperator<String> settings) throws IOException {
        String accounts = settings.apply("accounts-url");
        String refreshToken = settings.apply("refresh-token");
        boolean right = refreshToken.equals(ZohoSandbox.REFRESH_TOKEN);
        Web.Reply login = login(accounts, settings.apply("client-id"), settings.apply("client-secret"), right ? refreshToken + "-" + ++ZohoSimulatorTest.accounts : refreshToken);
        if (login.status() != 200) {
            return login;
        }
        return Web.post(accounts + "/crm/v8/Leads/upsert", headers("Zoho-oauthtoken " + login.json().path("access_token").asText("none")),
                "{\"data\":[" + LEAD.formatted(UUID.randomUUID() + "@acme.example") + "]}");
    }

    private static Map<String, String> headers(String authorization) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        return headers;
    }

    private Web.Reply call(String method, String path, String body) throws IOException {
        return Web.send(method, simulators.url(ZOHO) + "/crm/v8" + path, headers("Zoho-oauthtoken " + token), body);
    }

    private Web.Reply upsert(String module, String row, String checks) throws IOException {
        return call("POST", "/" + module + "/upsert", "{\"data\":[" + row + "],\"duplicate_check_fields\":[" + checks + "]}");
    }

    @Test
    void upsertsByTheFieldThatIsAskedFor() throws IOException {
        Web.Reply first = upsert("Leads", LEAD.formatted("ana@acme.example"), "\"Email\"");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().at("/data/0/action").asText()).isEqualTo("insert");
        assertThat(first.json().at("/data/0/duplicate_field").isNull()).isTrue();
        JsonNode second = upsert("Leads", LEAD.formatted("ANA@acme.example"), "\"Email\"").json();
        assertThat(second.at("/data/0/action").asText()).isEqualTo("update");
        assertThat(second.at("/data/0/duplicate_field").asText()).isEqualTo("Email");
        String id = first.json().at("/data/0/details/id").textValue();
        assertThat(second.at("/data/0/details/id").textValue()).isEqualTo(id);
        assertThat(call("GET", "/Leads/" + id, "").json().at("/data/0/Last_Name").asText()).isEqualTo("Moreau");
        assertThat(call("GET", "/Leads/1", "").status()).as("nothing found").isEqualTo(204);
        upsert("Deals", DEAL.formatted("pi_1"), "\"Hub_Key\"");
        upsert("Deals", DEAL.formatted("pi_1"), "\"Hub_Key\"");
        upsert("Deals", DEAL.formatted("pi_2"), "\"Hub_Key\"");
        assertThat(simulators.effects().find(ZOHO, "Deals/pi_1")).hasValueSatisfying(effect -> {
            assertThat(effect.requests()).isEqualTo(2);
            assertThat(effect.effects()).isEqualTo(1);
        });
        assertThat(simulators.effects().find(ZOHO, "Deals/pi_2")).as("of the same name, which nobody asked to look for").isPresent();
        assertThat(call("GET", "/org", "").status()).isEqualTo(200);
    }

    @Test
    void keepsNotesOfDealsAndFindsThoseByAQuery() throws IOException {
        String deal = upsert("Deals", DEAL.formatted("o'neil"), "\"Hub_Key\"").json().at("/data/0/details/id").asText();
        String query = "{\"select_query\":\"select id from Deals where Hub_Key = '%s' limit 1\"}";
        assertThat(call("POST", "/coql", query.formatted("o''neil")).json().at("/data/0/id").asText()).isEqualTo(deal);
        assertThat(call("POST", "/coql", query.formatted("nobody")).status()).isEqualTo(204);
        for (String wrong : new String[] {query.formatted("o'neil"), query.replace("Hub_Key", "Amount"), query.replace("Deals", "Notes"), "{}"}) {
            assertThat(call("POST", "/coql", wrong).json().path("code").asText()).as(wrong).isEqualTo("SYNTAX_ERROR");
        }
        String notes = "/Deals/" + deal + "/Notes";
        assertThat(call("GET", notes + "?fields=Note_Content", "").status()).isEqualTo(204);
        assertThat(call("GET", notes, "").json().path("code").asText()).isEqualTo("REQUIRED_PARAM_MISSING");
        Web.Reply made = call("POST", notes, "{\"data\":[{\"Note_Title\":\"t\",\"Note_Content\":\"c\"}]}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(call("GET", notes + "?fields=Note_Content", "").json().at("/data/0").toString())
                .isEqualTo("{\"id\":" + made.json().at("/data/0/details/id") + ",\"Note_Content\":\"c\"}");
        assertThat(call("POST", notes, "{\"data\":[{\"Note_Title\":\"t\"}]}").json().at("/data/0/code").asText()).isEqualTo("MANDATORY_NOT_FOUND");
        assertThat(call("POST", notes, "{\"data\":[{\"Note_Content\":\"c\",\"Hub_Key\":\"k\"}]}").json().at("/data/0/details/api_name").asText()).isEqualTo("Hub_Key");
        assertThat(call("POST", "/Deals/1/Notes", "{\"data\":[{\"Note_Content\":\"c\"}]}").json().at("/data/0/details/api_name").asText()).isEqualTo("id");
        assertThat(call("POST", "/Notes", "{\"data\":[{\"Note_Content\":\"c\"}]}").status()).as("on nothing").isEqualTo(400);
    }

    @Test
    void findsContactsByTheirAddressWithTheFieldsThatAreAskedFor() throws IOException {
        upsert("Contacts", "{\"First_Name\":\"Ana\",\"Last_Name\":\"Ruiz\",\"Phone\":\"1\",\"Email\":\"o'b(x)@acme.example\"}", "\"Email\"");
        Web.Reply found = call("GET", "/Contacts/search?email=O%27B%28x%29%40acme.example&fields=Email,Full_Name", "");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().at("/data/0/Full_Name").asText()).isEqualTo("Ana Ruiz");
        assertThat(found.json().at("/data/0").has("Phone")).isFalse();
        Web.Reply nobody = call("GET", "/Contacts/search?email=nobody%40acme.example", "");
        assertThat(nobody.status()).isEqualTo(204);
        assertThat(nobody.body()).isEmpty();
        for (String wrong : new String[] {"/Contacts/search", "/Contacts/search?word=Ana", "/Leads/search?email=a%40b.example", "/Contacts/search?email=a%40b.example&per_page=201"}) {
            assertThat(call("GET", wrong, "").status()).as(wrong).isEqualTo(400);
        }
        assertThat(Web.send("GET", simulators.url(ZOHO) + "/crm/v8/Contacts/search?email=a%40b.example", headers(null), "").status()).isEqualTo(401);
    }

    @Test
    void theSearchIsBehindWhatWasWritten() throws IOException {
        try (Simulators slow = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("zoho-search-lag", List.of("60000")))).start()) {
            Map<String, String> headers = headers("Zoho-oauthtoken " + login(slow.url(ZOHO), ZohoSandbox.CLIENT_ID, ZohoSandbox.CLIENT_SECRET, ZohoSandbox.REFRESH_TOKEN)
                    .json().path("access_token").asText());
            String written = Web.send("POST", slow.url(ZOHO) + "/crm/v8/Contacts/upsert", headers,
                    "{\"data\":[{\"Last_Name\":\"Ruiz\",\"Email\":\"a@b.example\"}]}").json().at("/data/0/details/id").asText();
            assertThat(Web.send("GET", slow.url(ZOHO) + "/crm/v8/Contacts/" + written, headers, "").status()).isEqualTo(200);
            assertThat(Web.send("GET", slow.url(ZOHO) + "/crm/v8/Contacts/search?email=a%40b.example", headers, "").status()).isEqualTo(204);
        }
    }

    @Test
    void eachRecordHasItsOwnStatus() throws IOException {
        Web.Reply mixed = upsert("Leads", LEAD.formatted("a@b.example") + ",{\"Last_Name\":\"x\"}," + LEAD.formatted("nope"), "\"Email\"");
        assertThat(mixed.status()).isEqualTo(202);
        assertThat(mixed.json().at("/data/0/status").asText()).isEqualTo("success");
        assertThat(mixed.json().at("/data/1/code").asText()).isEqualTo("MANDATORY_NOT_FOUND");
        assertThat(mixed.json().at("/data/1/details/api_name").asText()).isEqualTo("Company");
        assertThat(mixed.json().at("/data/2/details/api_name").asText()).isEqualTo("Email");
        assertThat(simulators.effects().count(ZOHO)).isEqualTo(1);
        assertThat(call("POST", "/Leads", "{\"data\":[" + LEAD.formatted("c@d.example") + "]}").status()).isEqualTo(201);
    }

    @Test
    void aUniqueValueOfAnotherRecordIsADuplicateThatIsNamed() throws IOException {
        String id = upsert("Leads", LEAD.formatted("a@b.example").replace("}", ",\"Hub_Key\":\"k1\"}"), "\"Email\"").json().at("/data/0/details/id").asText();
        upsert("Leads", LEAD.formatted("c@d.example"), "\"Email\"");
        Web.Reply duplicate = upsert("Leads", LEAD.formatted("c@d.example").replace("}", ",\"Hub_Key\":\"k1\"}"), "\"Email\"");
        assertThat(duplicate.status()).isEqualTo(202);
        assertThat(duplicate.json().at("/data/0/code").asText()).isEqualTo("DUPLICATE_DATA");
        assertThat(duplicate.json().at("/data/0/details/api_name").asText()).isEqualTo("Hub_Key");
        assertThat(duplicate.json().at("/data/0/details/duplicate_record/id").asText()).isEqualTo(id);
        assertThat(call("PUT", "/Leads/" + id, "{\"data\":[{\"Company\":\"B\"}]}").json().at("/data/0/status").asText()).isEqualTo("success");
        assertThat(call("DELETE", "/Leads/" + id, "").status()).isEqualTo(200);
        Web.Reply gone = call("PUT", "/Leads/" + id, "{\"data\":[{\"Company\":\"B\"}]}");
        assertThat(gone.status()).isEqualTo(202);
        assertThat(gone.json().at("/data/0/details/api_name").asText()).isEqualTo("id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "/Deals/upsert  | {\"Stage\":\"closedwon\",\"Deal_Name\":\"d\",\"Closing_Date\":\"2026-01-05\"} | INVALID_DATA Stage",
        "/Deals/upsert  | {\"Deal_Name\":\"d\",\"Closing_Date\":\"2026-01-05\"}                          | MANDATORY_NOT_FOUND Stage",
        "/Deals/upsert  | {\"Stage\":\"Closed Won\",\"Deal_Name\":\"d\",\"Closing_Date\":\"soon\"}      | INVALID_DATA Closing_Date",
        "/Deals/upsert  | {\"Stage\":\"Closed Won\",\"Deal_Name\":\"d\",\"Closing_Date\":\"2026-01-05\",\"Amount\":\"5\"} | INVALID_DATA Amount",
        "/Leads/upsert  | {\"Last_Name\":\"a\",\"Company\":\"b\",\"Shoe_Size\":\"42\"}                  | INVALID_DATA Shoe_Size",
        "/Leads/upsert  | {\"Last_Name\":5,\"Company\":\"b\"}                                           | INVALID_DATA Last_Name",
        "/Cases/upsert  | {\"Subject\":\"a\",\"Status\":\"New\"}                                        | MANDATORY_NOT_FOUND Case_Origin",
        "/Contacts      | {\"First_Name\":\"a\"}                                                        | MANDATORY_NOT_FOUND Last_Name"})
    void refusesARecord(String path, String row, String reason) throws IOException {
        Web.Reply reply = call("POST", path, "{\"data\":[" + row + "]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().at("/data/0/code").asText() + ' ' + reply.json().at("/data/0/details/api_name").asText()).isEqualTo(reason);
        assertThat(simulators.effects().count(ZOHO)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "POST | /Leads/upsert    | {}                                                        | 400 | MANDATORY_NOT_FOUND",
        "POST | /Leads/upsert    | [1]                                                       | 400 | INVALID_DATA",
        "POST | /Leads/upsert    | {\"data\":[{}],\"duplicate_check_fields\":[\"Company\"]}  | 400 | INVALID_DATA",
        "POST | /Aliens/upsert   | {\"data\":[{}]}                                           | 400 | INVALID_MODULE",
        "GET  | /Leads           | ``                                                        | 400 | INVALID_REQUEST_METHOD",
        "POST | /Leads/a/b/c     | {\"data\":[{}]}                                           | 404 | INVALID_URL_PATTERN"})
    void refusesARequest(String method, String path, String body, int status, String code) throws IOException {
        Web.Reply reply = call(method, path, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }

    @Test
    void takesAHundredRecordsAtMost() throws IOException {
        String rows = IntStream.range(0, 100).mapToObj(i -> LEAD.formatted("u" + i + "@acme.example")).collect(Collectors.joining(","));
        assertThat(upsert("Leads", rows, "\"Email\"").json().path("data")).hasSize(100);
        assertThat(upsert("Leads", rows + "," + LEAD.formatted("one@too.many"), "\"Email\"").status()).isEqualTo(400);
    }

    @Test
    void takesZohosSchemeOnlyAndTokensUntilTheyExpire() throws IOException {
        String url = simulators.url(ZOHO) + "/crm/v8/org";
        assertThat(Web.send("GET", url, headers("Bearer " + token), "").status()).isEqualTo(401);
        assertThat(Web.send("GET", url, headers(null), "").json().path("code").asText()).isEqualTo("AUTHENTICATION_FAILURE");
        assertThat(call("GET", "/org", "").status()).isEqualTo(200);
        simulators.expireTokens(ZOHO);
        assertThat(call("GET", "/org", "").json().path("code").asText()).isEqualTo("INVALID_TOKEN");
    }

    @Test
    void givesTenTokensInTenMinutesAndRefusesWith200() {
        String url = simulators.url(ZOHO);
        for (int i = 1; i < ZohoTokens.MOST; i++) {
            assertThat(login(url, ZohoSandbox.CLIENT_ID, ZohoSandbox.CLIENT_SECRET, ZohoSandbox.REFRESH_TOKEN).json().path("api_domain").asText()).isEqualTo(url);
        }
        Web.Reply limited = login(url, ZohoSandbox.CLIENT_ID, ZohoSandbox.CLIENT_SECRET, ZohoSandbox.REFRESH_TOKEN);
        assertThat(limited.status()).isEqualTo(400);
        assertThat(limited.json().path("error").asText()).isEqualTo("Access Denied");
        Web.Reply wrong = login(url, ZohoSandbox.CLIENT_ID, ZohoSandbox.CLIENT_SECRET, "1000.other");
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(wrong.json().path("error").asText()).isEqualTo("invalid_code");
        assertThat(login(url, ZohoSandbox.CLIENT_ID, ZohoSandbox.CLIENT_SECRET, ZohoSandbox.REFRESH_TOKEN + "-2").json().has("access_token")).isTrue();
    }

    @Test
    void endsWithItsCreditsAndTellsRowFaultsAsRows() throws IOException {
        simulators.faults().set(ZOHO, new FaultSpec(null, null, 1, null, null, "RECORD_LOCKED", null, null, null, null, null));
        Web.Reply locked = upsert("Leads", LEAD.formatted("a@b.example"), "\"Email\"");
        assertThat(locked.status()).isEqualTo(202);
        assertThat(locked.json().at("/data/0/code").asText()).isEqualTo("RECORD_LOCKED");
        for (int i = 0; i < 300; i++) {
            assertThat(call("GET", "/org", "").status()).isEqualTo(200);
        }
        assertThat(call("GET", "/org", "").status()).isEqualTo(429);
        assertThat(simulators.effects().refused(ZOHO)).isPositive();
    }

    private static String channel(String id, String expiry, String token) {
        return "{\"watch\":[{\"channel_id\":\"" + id + "\",\"events\":[\"Leads.all\",\"Deals.edit\"],\"token\":\"" + token + "\",\"notify_url\":\"https://hub.example/webhooks/zoho\""
                + (expiry == null ? "" : ",\"channel_expiry\":\"" + expiry + "\"") + "}]}";
    }

    private static String in(Duration time) {
        return OffsetDateTime.now(ZoneOffset.UTC).plus(time).truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
    }

    private static Duration life(JsonNode event) {
        return Duration.between(Instant.now(), OffsetDateTime.parse(event.path("channel_expiry").asText()).toInstant());
    }

    @Test
    void channelsLastAWeekAtMostAndMustBeRenewedBeforeTheyEnd() throws IOException {
        String path = "/actions/watch";
        assertThat(call("GET", path + "?channel_id=7", "").status()).isEqualTo(204);
        Web.Reply early = call("PUT", path, channel("7", in(Duration.ofDays(1)), "t"));
        assertThat(early.status()).isEqualTo(400);
        assertThat(early.json().at("/watch/0/code").asText()).isEqualTo("NOT_SUBSCRIBED");
        JsonNode made = call("POST", path, channel("7", in(Duration.ofDays(6)), "t")).json();
        assertThat(made.at("/watch/0/details/events")).hasSize(2);
        assertThat(life(made.at("/watch/0/details/events/0"))).isBetween(Duration.ofHours(143), Duration.ofHours(145));
        assertThat(life(call("PUT", path, channel("7", in(Duration.ofDays(8)), "t")).json().at("/watch/0/details/events/0"))).isLessThan(Duration.ofMinutes(61));
        assertThat(life(call("PUT", path, channel("7", null, "t")).json().at("/watch/0/details/events/0"))).isLessThan(Duration.ofMinutes(61));
        assertThat(call("PATCH", path, "{\"watch\":[{\"channel_id\":\"7\",\"channel_expiry\":\"" + in(Duration.ofDays(2)) + "\"}]}").status()).isEqualTo(200);
        JsonNode shown = call("GET", path + "?channel_id=7", "").json();
        assertThat(shown.path("watch").findValuesAsText("resource_name")).containsExactly("Leads", "Deals");
        assertThat(shown.toString()).as("a token is not told").doesNotContain("\"token\"");
        call("DELETE", path + "?channel_ids=7", "");
        assertThat(call("GET", path, "").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"x,,t,channel_id", "7,yesterday,t,channel_expiry", "7,2020-01-01T00:00:00+00:00,t,channel_expiry", "7,2999-01-01T00:00:00Z,t,channel_expiry",
        "7,,123456789012345678901234567890123456789012345678901,token"})
    void refusesAChannel(String id, String expiry, String token, String field) throws IOException {
        Web.Reply reply = call("POST", "/actions/watch", channel(id, expiry, token));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/watch/0/details/api_name").asText()).isEqualTo(field);
    }

    @Test
    void sendsNotificationsWithItsToken() {
        WebhookSender sender = new ZohoWebhookSender(Clock.systemUTC());
        assertThat(sender.types()).contains("Leads.insert", "Deals.update", "Cases.delete").hasSize(12);
        OutgoingWebhook webhook = sender.make("Deals.update", Map.of("id", "41,42"), Map.of("fields", "Stage,Amount"));
        assertThat(Call.json(webhook.body())).hasValueSatisfying(body -> {
            assertThat(body.path("token").asText()).isEqualTo(ZohoSandbox.WEBHOOK_TOKEN).hasSizeLessThanOrEqualTo(50);
            assertThat(body.path("ids")).extracting(JsonNode::asText).containsExactly("41", "42");
            assertThat(body.at("/affected_fields/0/42")).extracting(JsonNode::asText).containsExactly("Stage", "Amount");
            assertThat(body.path("operation").asText()).isEqualTo("update");
        });
        assertThatThrownBy(() -> sender.make("Deals.update", Map.of(), Map.of("id", "x"))).isInstanceOf(WebhookValueException.class);
        assertThatThrownBy(() -> sender.make("Deals.update", Map.of(), Map.of("title", "1"))).isInstanceOf(WebhookValueException.class);
    }
}
