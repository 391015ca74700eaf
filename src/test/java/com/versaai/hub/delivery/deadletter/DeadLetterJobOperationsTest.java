package com.versaai.hub.delivery.deadletter;

import static com.versaai.hub.support.Providers.MIXPANEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An operator acts on many dead letters of the running hub. */
class DeadLetterJobOperationsTest extends DeadLetterCase {

    private static final String JOBS = LETTERS + "/jobs";

    @Test
    void actsOnSomeAndOnAllThatMatch() {
        List<String> ids = dead(4);
        JsonNode discarded = hub.finished(hub.post(LETTERS, Map.of("action", "discard", "ids", List.of(ids.get(0), UUID.randomUUID().toString()))));
        assertThat(discarded.path("of").toString()).isEqualTo("{\"ids\":2}");
        assertThat(discarded.path("changed").asInt()).isEqualTo(1);
        assertThat(discarded.at("/skipped/notOpen").asInt()).isEqualTo(1);

        Hub.Answer answer = act("{\"action\":\"replay\",\"filter\":{\"destination\":\"mixpanel\",\"class\":\"PERMANENT\"}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        JsonNode job = hub.read(answer.body());
        assertThat(answer.headers().get("location")).isEqualTo(JOBS + "/" + job.path("id").asText());
        assertThat(job.path("total").asInt()).isEqualTo(3);
        assertThat(job.path("by").asText()).isEqualTo("sandbox");
        assertThat(job.at("/of/filter/destination").asText()).isEqualTo("mixpanel");
        ids.subList(1, 4).forEach(id -> awaitState(id, "delivered"));
        assertThat(hub.finished(job).path("changed").asInt()).isEqualTo(3);
        assertThat(hub.effects(MIXPANEL)).isEqualTo(3);
        assertThat(hub.get(LETTERS + "/" + ids.get(1)).path("history").get(1).path("message").asText())
                .isEqualTo("by sandbox, bulk " + job.path("id").asText());
    }

    /** The attack of the issue on the running hub: everything dies again while it is replayed. */
    @Test
    void callsOnceForEachLetterThoughAllDieAgain() {
        List<String> ids = dead(12);
        hub.simulators().faults().set(MIXPANEL, FaultSpec.error(400));
        assertThat(act("{\"action\":\"replay\",\"filter\":{\"destination\":\"mixpanel\",\"olderThan\":\"P-1D\"}}").status()).isEqualTo(400);

        JsonNode job = hub.finished(hub.post(LETTERS, Map.of("action", "replay", "filter", Map.of("destination", "mixpanel"))));

        assertThat(job.path("changed").asInt()).isEqualTo(12);
        ids.forEach(id -> await().atMost(Hub.SOON).untilAsserted(() ->
                assertThat(hub.get(LETTERS + "/" + id).path("history").findValuesAsText("outcome")).containsExactly("permanent", "replayed", "permanent")));
    }

    @Test
    void isOpenToCallersWithAKeyOfTheRightScopeOnly() throws IOException {
        JsonNode paths = contract().path("paths");
        Map<String, String> scopes = new TreeMap<>();
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
            if (path.getKey().startsWith(JOBS)) {
                scopes.put(method.getKey() + " " + path.getKey().substring(JOBS.length()), method.getValue().path("x-scope").asText());
                HttpRequest request = HttpRequest.newBuilder(hub.uri(path.getKey().replace("{id}", "x")))
                        .method(method.getKey().toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody()).build();
                assertThat(Hub.Answer.to(request, HttpClient.newHttpClient()).status()).as(path.getKey()).isEqualTo(401);
            }
        }));
        assertThat(scopes).isEqualTo(Map.of("get ", "dead-letters:read", "get /{id}", "dead-letters:read", "delete /{id}", "dead-letters:write",
                "post /{id}/stop", "dead-letters:write", "post /{id}/resume", "dead-letters:write"));
    }

    private JsonNode contract() throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(getClass().getResource("/openapi/hub.yaml"));
    }

    @Test
    void answersWithWhatTheContractNames() throws IOException {
        JsonNode schema = contract().at("/components/schemas/DeadLetterJob");
        List<String> known = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));

        JsonNode job = hub.post(LETTERS, Map.of("action", "replay", "filter", Map.of("type", "never.happened")));

        assertThat(job.path("state").asText()).isEqualTo("finished");
        assertThat(job.fieldNames()).toIterable().isSubsetOf(known).containsAll(required);
        JsonNode listed = hub.get(JOBS).path("items").get(0);
        assertThat(listed.path("id")).isEqualTo(job.path("id"));
        assertThat(listed.fieldNames()).toIterable().isSubsetOf(known);
    }

    @Test
    void stopsResumesAndForgetsOnlyWhatCanBe() {
        String unknown = UUID.randomUUID().toString();
        assertThat(status("GET", JOBS + "/" + unknown)).isEqualTo(404);
        assertThat(status("POST", JOBS + "/" + unknown + "/stop")).isEqualTo(404);
        assertThat(status("POST", JOBS + "/" + unknown + "/resume")).isEqualTo(404);
        assertThat(status("DELETE", JOBS + "/" + unknown)).isEqualTo(404);
        String id = hub.post(LETTERS, Map.of("action", "discard", "filter", Map.of("type", "never.happened"))).path("id").asText();

        assertThat(status("POST", JOBS + "/" + id + "/stop")).isEqualTo(409);
        assertThat(status("POST", JOBS + "/" + id + "/resume")).isEqualTo(409);
        assertThat(status("DELETE", JOBS + "/" + id)).isEqualTo(204);
        assertThat(status("GET", JOBS + "/" + id)).isEqualTo(404);
    }

    @Test
    void takesNoListThatHasNoEnd() {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 1001; i++) {
            ids.append(i == 0 ? "" : ",").append('"').append(i).append('"');
        }
        assertThat(act("{\"action\":\"replay\",\"ids\":[" + ids + "]}").status()).isEqualTo(400);
        assertThat(act("{\"action\":\"replay\",\"ids\":[" + "\"x\",".repeat(300_000) + "\"x\"]}").status()).isEqualTo(413);
        assertThat(act("{\"action\":\"replay\",\"filter\":{\"type\":\"" + "x".repeat(301) + "\"}}").status()).isEqualTo(400);
    }

    private List<String> dead(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(dead("user.login", 1).path("id").asText());
        }
        return ids;
    }

    private Hub.Answer act(String body) {
        return hub.call("POST", LETTERS, body.getBytes(StandardCharsets.UTF_8), json());
    }

    private int status(String method, String path) {
        return hub.call(method, path, null, Map.of()).status();
    }
}
