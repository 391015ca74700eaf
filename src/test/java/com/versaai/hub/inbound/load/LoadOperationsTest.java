package com.versaai.hub.inbound.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** An operator has a CRM's records taken in over HTTP, looks how far that is, stops it, and goes on. */
@HubTest
class LoadOperationsTest {

    private static final String LOADS = "/api/v1/loads";
    private static final SimulatedProvider SALESFORCE = SimulatedProvider.of("salesforce").orElseThrow();

    @Autowired
    private Hub hub;
    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
    }

    private Hub.Answer post(String path, String body) {
        return hub.call("POST", path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
    }

    private JsonNode load(String id) {
        return hub.get(LOADS + "/" + id);
    }

    private void write(String name) throws Exception {
        String url = hub.simulators().url(SALESFORCE);
        String token = Web.post(url + "/services/oauth2/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret").json().get("access_token").asText();
        assertThat(Web.send("POST", url + "/services/data/v68.0/sobjects/Contact", Web.json("Bearer " + token), "{\"LastName\":\"" + name + "\"}").status())
                .isEqualTo(201);
    }

    @Test
    void takesInWhatIsThereOnceHoweverOftenItIsLoaded() throws Exception {
        for (String name : List.of("Moreau", "O'Neill", "Da\\nSilva")) {
            write(name);
        }
        Hub.Answer started = post(LOADS, "{\"source\":\"salesforce\",\"object\":\"Contact\"}");
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        JsonNode load = hub.read(started.body());
        String id = load.path("id").asText();
        assertThat(load.path("state").asText()).isEqualTo("running");
        assertThat(load.path("by").asText()).isEqualTo("sandbox");
        assertThat(post(LOADS, "{\"source\":\"salesforce\",\"object\":\"Contact\"}").status()).as("one at a time").isEqualTo(409);
        assertThat(hub.get("/api/v1/integrations").path("loads").findValuesAsText("id")).contains(id);

        assertThat(post(LOADS + "/" + id + "/stop", null).status()).isEqualTo(202);
        assertThat(load(id).path("state").asText()).isEqualTo("stopped");
        assertThat(post(LOADS + "/" + id + "/resume", null).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).until(() -> load(id).path("state").asText().equals("finished"));
        assertThat(load(id).path("taken").asInt()).isEqualTo(3);
        assertThat(load(id).path("total").asInt()).isEqualTo(3);
        assertThat(post(LOADS + "/" + id + "/stop", null).status()).as("it has ended").isEqualTo(409);
        assertThat(hub.get("/api/v1/integrations").path("loads").findValuesAsText("id")).doesNotContain(id);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(outcomes()).containsOnly("mapped").hasSize(3));

        String again = hub.read(post(LOADS, "{\"source\":\"salesforce\",\"object\":\"Contact\"}").body()).path("id").asText();
        await().atMost(Duration.ofSeconds(60)).until(() -> load(again).path("state").asText().equals("finished"));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(outcomes()).hasSize(6).containsOnly("mapped", "duplicate"));
        assertThat(outcomes()).filteredOn("mapped"::equals).hasSize(3);
    }

    private List<String> outcomes() {
        return jdbc.queryForList("select outcome from receipt where source = 'salesforce' and provider_type = 'load/Contact'", String.class);
    }

    @Test
    void refusesWhatCannotBeLoaded() {
        for (String body : List.of("{}", "{\"source\":\"salesforce\"}", "{\"source\":\"salesforce\",\"object\":\"User\"}", "{\"source\":\"stripe\",\"object\":\"Contact\"}",
                "{\"source\":\"nobody\",\"object\":\"Contact\"}", "{\"source\":\"salesforce\",\"object\":\"Lead WHERE\"}")) {
            assertThat(post(LOADS, body).status()).as(body).isEqualTo(400);
        }
        String unknown = LOADS + "/0d9c6a2e-7f0b-4c59-9f0e-2a1f5d3c8b44";
        assertThat(hub.call("GET", unknown, null, Map.of()).status()).isEqualTo(404);
        assertThat(post(unknown + "/stop", null).status()).isEqualTo(404);
        assertThat(post(unknown + "/resume", null).status()).isEqualTo(404);
    }

    @Test
    void listsFeedsBesideTheDestinations() {
        JsonNode integrations = hub.get("/api/v1/integrations");
        assertThat(integrations.path("items")).isNotEmpty();
        assertThat(integrations.path("feeds").isArray()).isTrue();
    }
}
