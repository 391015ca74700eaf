package com.versaai.hub.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubspotSimulatorTest {

    private static final SimulatedProvider HUBSPOT = SimulatedProvider.of("hubspot").orElseThrow();
    private static final Map<String, String> PRIVATE_APP = Web.json("Bearer pat-sandbox");
    private static final String ANA = "{\"idProperty\":\"email\",\"id\":\"ana@acme.example\",\"properties\":{\"firstname\":\"%s\",\"lifecyclestage\":\"lead\"}}";
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

    private static Web.Reply upsert(String type, String inputs) {
        return Web.post(objects(type) + "/batch/upsert", PRIVATE_APP, "{\"inputs\":[" + inputs + "]}");
    }

    private static String objects(String type) {
        return simulators.url(HUBSPOT) + "/crm/v3/objects/" + type;
    }

    @Test
    void upsertSaysWhatIsNew() {
        Web.Reply first = upsert("contacts", ANA.formatted("Ana"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().at("/results/0/new").asBoolean()).isTrue();
        assertThat(first.header("X-HubSpot-RateLimit-Max")).isEqualTo("190");
        assertThat(first.header("X-HubSpot-RateLimit-Daily-Remaining")).isNotNull();
        Web.Reply second = upsert("contacts", ANA.formatted("Ana"));
        assertThat(second.json().at("/results/0/new").asBoolean()).isFalse();
        assertThat(second.json().at("/results/0/id")).isEqualTo(first.json().at("/results/0/id"));
        Effects.Effect effect = simulators.effects().find(HUBSPOT, "contacts/email/ana@acme.example").orElseThrow();
        assertThat(effect.requests()).isEqualTo(2);
        assertThat(effect.effects()).isEqualTo(1);
        upsert("contacts", ANA.formatted("Anna"));
        assertThat(simulators.effects().count(HUBSPOT)).isEqualTo(2);
    }

    @Test
    void makesANoteOnADealOnce() {
        String deal = upsert("deals", "{\"idProperty\":\"hub_key\",\"id\":\"pi_1\",\"properties\":{\"dealname\":\"d\",\"dealstage\":\"closedwon\"}}").json().at("/results/0/id").asText();
        String note = "{\"inputs\":[{\"properties\":{\"hub_key\":\"%s\",\"hs_timestamp\":\"1760000000123\",\"hs_note_body\":\"n\"},\"associations\":"
                + "[{\"to\":{\"id\":\"%s\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":%s}]}]}]}";
        String create = objects("notes") + "/batch/create";
        assertThat(Web.post(create, PRIVATE_APP, note.formatted("k1", "1", "214")).status()).as("no such deal").isEqualTo(400);
        assertThat(Web.post(create, PRIVATE_APP, note.formatted("k1", deal, "3")).status()).as("no such type").isEqualTo(400);
        assertThat(Web.post(create, PRIVATE_APP, note.formatted("k1", deal, "214")).status()).isEqualTo(201);
        Web.Reply again = Web.post(create, PRIVATE_APP, note.formatted("k1", deal, "214"));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).contains("CONFLICTING_UNIQUE_VALUE");
        assertThat(simulators.effects().find(HUBSPOT, "notes/hub_key/k1")).hasValueSatisfying(effect -> {
            assertThat(effect.effects()).isEqualTo(1);
            assertThat(effect.body()).as("what it is on").contains("\"to\":{\"id\":\"" + deal + "\"}");
        });
        for (String wrong : new String[] {"{}", "{\"inputs\":[]}", "{\"inputs\":[{\"properties\":{\"hs_note_body\":\"n\"}}]}"}) {
            assertThat(Web.post(create, PRIVATE_APP, wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void readsABatchByAddressAndSaysWhoIsNotThere() {
        upsert("contacts", ANA.formatted("Ana"));
        String read = objects("contacts") + "/batch/read";
        Web.Reply found = Web.post(read, PRIVATE_APP, "{\"idProperty\":\"email\",\"properties\":[\"email\",\"nope\"],\"inputs\":[{\"id\":\"ANA@acme.example\"}]}");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().at("/results/0/properties/email").asText()).isEqualTo("ana@acme.example");
        assertThat(found.json().at("/results/0/properties").has("firstname")).as("nobody asked").isFalse();
        Web.Reply nobody = Web.post(read, PRIVATE_APP, "{\"idProperty\":\"email\",\"inputs\":[{\"id\":\"nobody@acme.example\"}]}");
        assertThat(nobody.status()).isEqualTo(207);
        assertThat(nobody.json().path("results")).isEmpty();
        assertThat(nobody.json().at("/errors/0/category").asText()).isEqualTo("OBJECT_NOT_FOUND");
        for (String wrong : new String[] {"{\"inputs\":[]}", "{}", "{\"idProperty\":\"firstname\",\"inputs\":[{\"id\":\"Ana\"}]}"}) {
            assertThat(Web.post(read, PRIVATE_APP, wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(Web.post(read, Web.JSON, "{}").status()).isEqualTo(401);
    }

    @Test
    void badRowsAmongGoodOnesAre207() {
        Web.Reply mixed = upsert("contacts", ANA.formatted("Ana") + ",{\"idProperty\":\"email\",\"id\":\"nope\",\"properties\":{}}");
        assertThat(mixed.status()).isEqualTo(207);
        assertThat(mixed.json().get("numErrors").asInt()).isEqualTo(1);
        assertThat(mixed.json().at("/errors/0/context/id/0").asText()).isEqualTo("nope");
        assertThat(mixed.json().get("results")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "contacts; {\"idProperty\":\"email\",\"id\":\"nope\",\"properties\":{}}; INVALID_EMAIL",
            "contacts; {\"idProperty\":\"phone\",\"id\":\"1\",\"properties\":{}}; not a unique property",
            "contacts; {\"idProperty\":\"email\",\"id\":\"a@b.example\",\"properties\":{\"shoe\":\"1\"}}; PROPERTY_DOESNT_EXIST",
            "contacts; {\"idProperty\":\"email\",\"id\":\"a@b.example\",\"properties\":{\"lifecyclestage\":\"x\"}}; INVALID_OPTION",
            "contacts; {\"idProperty\":\"email\",\"id\":\"a@b.example\"}; INVALID_INPUT",
            "deals; {\"idProperty\":\"hub_key\",\"id\":\"1\",\"properties\":{\"dealname\":\"x\"}}; REQUIRED_PROPERTY_MISSING",
            "deals; {\"idProperty\":\"hub_key\",\"id\":\"1\",\"properties\":{\"dealname\":\"x\",\"dealstage\":\"closedwon\",\"amount\":\"much\"}}; INVALID_DOUBLE",
            "tickets; {\"idProperty\":\"hub_key\",\"id\":\"1\",\"properties\":{\"subject\":\"x\"}}; REQUIRED_PROPERTY_MISSING",
            "notes; {\"idProperty\":\"hub_key\",\"id\":\"1\",\"properties\":{\"hs_note_body\":\"x\"}}; REQUIRED_PROPERTY_MISSING",
            "aliens; {\"idProperty\":\"hub_key\",\"id\":\"1\",\"properties\":{}}; infer object type"})
    void validates(String type, String input, String said) {
        Web.Reply reply = upsert(type, input);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("status").asText()).isEqualTo("error");
        assertThat(reply.json().get("category").asText()).isEqualTo("VALIDATION_ERROR");
        assertThat(reply.json().has("correlationId")).isTrue();
        assertThat(reply.body()).contains(said);
        assertThat(simulators.effects().count(HUBSPOT)).isZero();
    }

    @Test
    void batchLimits() {
        assertThat(upsert("contacts", "").status()).isEqualTo(400);
        assertThat(upsert("contacts", String.join(",", Collections.nCopies(2, ANA.formatted("x")))).body()).contains("Duplicate IDs");
        String row = "{\"idProperty\":\"email\",\"id\":\"u%d@acme.example\",\"properties\":{}}";
        assertThat(upsert("contacts", IntStream.range(0, 101).mapToObj(row::formatted).collect(Collectors.joining(","))).status()).isEqualTo(400);
        assertThat(upsert("contacts", IntStream.range(0, 100).mapToObj(row::formatted).collect(Collectors.joining(","))).json().get("results")).hasSize(100);
    }

    @Test
    void createsConflictsUpdatesAndArchives() throws Exception {
        String contact = "{\"properties\":{\"email\":\"ana@acme.example\",\"firstname\":\"Ana\"}}";
        Web.Reply created = Web.post(objects("contacts"), PRIVATE_APP, contact);
        assertThat(created.status()).isEqualTo(201);
        Web.Reply conflict = Web.post(objects("contacts"), PRIVATE_APP, contact);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.json().get("message").asText()).isEqualTo("Contact already exists. Existing ID: " + created.json().get("id").asText());
        Web.Reply patched = Web.send("PATCH", objects("contacts") + "/ana@acme.example?idProperty=email", PRIVATE_APP, "{\"properties\":{\"city\":\"Lyon\"}}");
        assertThat(patched.json().at("/properties/city").asText()).isEqualTo("Lyon");
        assertThat(Web.send("GET", objects("contacts") + "/999", PRIVATE_APP, "").status()).isEqualTo(404);
        assertThat(Web.send("DELETE", objects("contacts") + "/" + created.json().get("id").asText(), PRIVATE_APP, "").status()).isEqualTo(204);
    }

    @Test
    void authIsChecked() {
        assertThat(Web.post(objects("contacts"), Web.JSON, "{}").json().get("category").asText()).isEqualTo("INVALID_AUTHENTICATION");
        assertThat(Web.post(objects("contacts"), Web.json("Bearer pat-wrong"), "{}").status()).isEqualTo(401);
    }

    @Test
    void oauthTokensAreRefreshedAndExpire() {
        Web.Reply token = oauth("v3", "refresh-sandbox");
        assertThat(token.json().get("expires_in").asInt()).isEqualTo(1800);
        Map<String, String> headers = Web.json("Bearer " + token.json().get("access_token").asText());
        String contact = "{\"properties\":{\"firstname\":\"Ana\"}}";
        Web.Reply good = Web.post(objects("contacts"), headers, contact);
        assertThat(good.status()).isEqualTo(201);
        assertThat(good.header("X-HubSpot-RateLimit-Daily")).isNull();
        simulators.expireTokens(HUBSPOT);
        assertThat(Web.post(objects("contacts"), headers, contact).json().get("category").asText()).isEqualTo("EXPIRED_AUTHENTICATION");
        assertThat(Web.post(objects("contacts"), PRIVATE_APP, contact).status()).isEqualTo(201);
        JsonNode refused = oauth("v1", "wrong").json();
        assertThat(refused.get("status").asText()).isEqualTo("BAD_REFRESH_TOKEN");
    }

    private static Web.Reply oauth(String version, String refreshToken) {
        return Web.post(simulators.url(HUBSPOT) + "/oauth/" + version + "/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=refresh_token&client_id=sandbox-client&client_secret=sandbox-secret&refresh_token=" + refreshToken);
    }
}
