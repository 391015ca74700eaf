package com.versaai.hub.sandbox.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipedriveSimulatorTest extends SimulatorContract {

    private static final SimulatedProvider PIPEDRIVE = SimulatedProvider.of("pipedrive").orElseThrow();
    private static final Map<String, String> TOKEN = Map.of("Content-Type", "application/json", "x-api-token", PipedriveSandbox.TOKEN);
    private static final String ANA = "{\"name\":\"Ana\",\"emails\":[{\"value\":\"Ana@Acme.example\",\"primary\":true}]}";
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @BeforeEach
    void reset() {
        simulators.reset();
    }

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/api/v2/persons", Map.of("Content-Type", "application/json", "x-api-token", settings.apply("api-token")),
                "{\"name\":\"Ana\",\"emails\":[{\"value\":\"" + UUID.randomUUID() + "@acme.example\"}]}");
    }

    private static Web.Reply call(String method, String path, String body) throws IOException {
        return Web.send(method, simulators.url(PIPEDRIVE) + path, TOKEN, body);
    }

    @Test
    void keepsNotesOfDeals() throws IOException {
        String deal = call("POST", "/api/v2/deals", "{\"title\":\"A\"}").json().at("/data/id").asText();
        String list = "/api/v1/notes?deal_id=" + deal + "&sort=add_time%20DESC&start=0&limit=2";
        assertThat(call("GET", list, "").json().path("data").isNull()).as("v1's empty list").isTrue();
        for (int i = 1; i <= 3; i++) {
            assertThat(call("POST", "/api/v1/notes", "{\"content\":\"n" + i + "\",\"deal_id\":" + deal + "}").json().at("/data/id").isNumber()).isTrue();
        }
        Web.Reply listed = call("GET", list, "");
        assertThat(listed.json().path("data").findValuesAsText("content")).as("the newest first").containsExactly("n3", "n2");
        assertThat(listed.json().at("/additional_data/pagination/more_items_in_collection").asBoolean()).isTrue();
        for (String wrong : List.of("{\"content\":\"n\"}", "{\"content\":\"n\",\"deal_id\":1}", "{\"content\":\"n\",\"deal_id\":\"" + deal + "\"}", "{\"content\":\" \",\"deal_id\":" + deal + "}",
                "{\"content\":\"n\",\"deal_id\":" + deal + ",\"hub_key\":\"k\"}", "[]", "x")) {
            assertThat(call("POST", "/api/v1/notes", wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(call("GET", "/api/v1/notes", "").status()).isEqualTo(400);
        assertThat(call("DELETE", list, "").status()).isEqualTo(405);
        assertThat(simulators.effects().of(PIPEDRIVE)).filteredOn(effect -> effect.key().startsWith("notes/")).hasSize(3);
    }

    @Test
    void createsReadsAndChanges() throws IOException {
        Web.Reply created = call("POST", "/api/v2/persons", ANA);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("success").asBoolean()).isTrue();
        assertThat(created.header("x-ratelimit-remaining")).isEqualTo("19");
        String path = "/api/v2/persons/" + created.json().at("/data/id").asLong();
        assertThat(call("PATCH", path, "{\"name\":\"Anna\"}").json().at("/data/emails/0/value").asText()).as("the rest stays").isEqualTo("Ana@Acme.example");
        assertThat(call("GET", path, "").json().at("/data/name").asText()).isEqualTo("Anna");
        call("PATCH", path, "{\"name\":\"Anna\"}");
        assertThat(simulators.effects().find(PIPEDRIVE, "persons/ana@acme.example")).hasValueSatisfying(effect -> {
            assertThat(effect.requests()).isEqualTo(3);
            assertThat(effect.effects()).isEqualTo(2);
        });
        assertThat(call("GET", "/v1/users/me", "").status()).isEqualTo(200);
    }

    @Test
    void aSecondRecordOfOneAddressIsASecondRecord() throws IOException {
        call("POST", "/api/v2/persons", ANA);
        call("POST", "/api/v2/persons", ANA);
        assertThat(simulators.effects().count(PIPEDRIVE)).isEqualTo(2);
        assertThat(call("GET", "/api/v2/persons/search?term=ana%40acme.example&fields=email&exact_match=true", "").json().at("/data/items")).hasSize(2);
        assertThat(call("GET", "/api/v2/persons/search?term=ana%40acme.example&fields=email&exact_match=true&limit=1", "").json()
                .at("/additional_data/next_cursor").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ANA@ACME.EXAMPLE,email,true,1", "ana@acme,email,true,0", "ana@acme,email,false,1", "ana@acme.example,name,true,0", "Ana,name,true,1"})
    void searchesExactlyWhereAsked(String term, String fields, boolean exact, int hits) throws IOException {
        call("POST", "/api/v2/persons", ANA);
        assertThat(call("GET", "/api/v2/persons/search?term=" + term + "&fields=" + fields + "&exact_match=" + exact, "").json().at("/data/items")).hasSize(hits);
    }

    @Test
    void findsADealByTheValueOfACustomField() throws IOException {
        call("POST", "/api/v2/deals", "{\"title\":\"Pi_1\",\"custom_fields\":{\"" + PipedriveSandbox.KEY_FIELD + "\":\"pi_1\"}}");
        call("POST", "/api/v2/deals", "{\"title\":\"pi_1\"}");
        assertThat(call("GET", "/api/v2/deals/search?term=PI_1&fields=custom_fields&exact_match=true", "").json().at("/data/items"))
                .singleElement().satisfies(hit -> assertThat(hit.at("/item/custom_fields/0").asText()).isEqualTo("pi_1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "POST  | /api/v2/persons              | {}                                                          | 400 | name is required",
        "POST  | /api/v2/persons              | {\"name\":\" \"}                                            | 400 | name is required",
        "POST  | /api/v2/persons              | {\"name\":\"A\",\"email\":\"a@b.example\"}                  | 400 | email",
        "POST  | /api/v2/persons              | {\"name\":\"A\",\"emails\":[{\"value\":\"nope\"}]}          | 400 | emails",
        "POST  | /api/v2/deals                | {\"value\":5}                                               | 400 | title is required",
        "POST  | /api/v2/deals                | {\"title\":\"A\",\"value\":\"5\"}                           | 400 | value",
        "POST  | /api/v2/deals                | {\"title\":\"A\",\"status\":\"closedwon\"}                  | 400 | status",
        "POST  | /api/v2/deals                | {\"title\":\"A\",\"custom_fields\":{\"hub_key\":\"x\"}}     | 400 | custom_fields",
        "POST  | /api/v2/deals                | {\"title\":\"A\",\"expected_close_date\":\"soon\"}          | 400 | expected_close_date",
        "POST  | /api/v2/activities           | {\"type\":\"task\"}                                         | 400 | subject is required",
        "POST  | /api/v2/activities           | {\"subject\":\"A\",\"done\":1}                              | 400 | done",
        "POST  | /api/v2/persons              | [1]                                                         | 400 | not a JSON object",
        "PATCH | /api/v2/persons/999          | {\"name\":\"A\"}                                            | 404 | not found",
        "GET   | /api/v2/persons/999          | ``                                                          | 404 | not found",
        "GET   | /api/v2/activities/search    | ``                                                          | 404 | Not found",
        "GET   | /api/v2/persons/search       | ``                                                          | 400 | term",
        "GET   | /api/v2/persons/search?term=a | ``                                                         | 400 | term",
        "GET   | /api/v2/deals/search?term=abc&fields=email | ``                                            | 400 | fields",
        "POST  | /api/v2/aliens               | {}                                                          | 404 | Not found",
        "PUT   | /api/v2/persons/1            | {}                                                          | 405 | Method"})
    void refuses(String method, String path, String body, int status, String said) throws IOException {
        Web.Reply reply = call(method, path, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("success").asBoolean(true)).isFalse();
        assertThat(reply.json().path("error").asText()).containsIgnoringCase(said);
        assertThat(simulators.effects().count(PIPEDRIVE)).isZero();
    }

    @Test
    void aWrongTokenIs401AndABearerNone() throws IOException {
        for (Map<String, String> headers : List.of(Web.JSON, Map.of("x-api-token", "wrong"), Map.of("Authorization", "Bearer " + PipedriveSandbox.TOKEN))) {
            assertThat(Web.send("GET", simulators.url(PIPEDRIVE) + "/v1/users/me", headers, "").status()).isEqualTo(401);
        }
    }

    @Test
    void sendsWebhooksWithItsPassword() {
        WebhookSender sender = new PipedriveWebhookSender(Clock.systemUTC());
        assertThat(sender.types()).contains("person.create", "deal.change", "activity.delete").hasSize(9);
        OutgoingWebhook webhook = sender.make("deal.delete", Map.of("user", "7"), Map.of("id", "42"));
        assertThat(webhook.headers()).containsEntry("Authorization", Web.basic(PipedriveSandbox.WEBHOOK_SECRET));
        assertThat(Call.json(webhook.body())).hasValueSatisfying(body -> {
            assertThat(body.at("/meta/id").asText()).isEqualTo(webhook.eventId());
            assertThat(body.at("/meta/entity_id").asText()).isEqualTo("42");
            assertThat(body.path("data").isNull()).isTrue();
        });
        assertThatThrownBy(() -> sender.make("deal.delete", Map.of(), Map.of("id", "x"))).isInstanceOf(WebhookValueException.class);
        assertThatThrownBy(() -> sender.make("deal.delete", Map.of(), Map.of("title", "1"))).isInstanceOf(WebhookValueException.class);
    }
}
