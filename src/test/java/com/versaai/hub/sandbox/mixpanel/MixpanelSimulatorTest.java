package com.versaai.hub.sandbox.mixpanel;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixpanelSimulatorTest {

    private static final SimulatedProvider MIXPANEL = SimulatedProvider.of("mixpanel").orElseThrow();
    private static final Map<String, String> AUTH = Web.json(Web.basic("svc.sandbox:mixpanel-sandbox"));
    private static final String EVENT = "{\"event\":\"Paid\",\"properties\":{\"time\":1760000000000,\"distinct_id\":\"u-1\",\"$insert_id\":\"%s\"}}";
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

    private static Web.Reply mixpanel(String query, String body) {
        return Web.post(simulators.url(MIXPANEL) + "/import" + query, AUTH, body);
    }

    @Test
    void dropsRepetitions() {
        Web.Reply reply = mixpanel("?strict=1&project_id=1", "[" + EVENT.formatted("a-1") + "]");
        assertThat(reply.json().get("num_records_imported").asInt()).isEqualTo(1);
        mixpanel("?strict=1&project_id=1", "[" + EVENT.formatted("a-1") + "," + EVENT.formatted("a-2") + "]");
        assertThat(simulators.effects().count(MIXPANEL)).isEqualTo(2);
        assertThat(simulators.effects().requests(MIXPANEL)).isEqualTo(3);
        assertThat(simulators.effects().find(MIXPANEL, "Paid|1760000000000|u-1|a-1").orElseThrow().requests()).isEqualTo(2);
    }

    @Test
    void strictListsBadRowsAndKeepsTheGood() {
        String bad = EVENT.formatted("has space");
        Web.Reply strict = mixpanel("?strict=1&project_id=1", "[" + EVENT.formatted("a-1") + "," + bad + "]");
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.json().at("/failed_records/0/index").asInt()).isEqualTo(1);
        assertThat(strict.json().at("/failed_records/0/field").asText()).isEqualTo("properties.$insert_id");
        assertThat(strict.json().get("num_records_imported").asInt()).isEqualTo(1);
        assertThat(simulators.effects().count(MIXPANEL)).isEqualTo(1);
        assertThat(mixpanel("?project_id=1", "[" + bad + "]").status()).as("silent without strict").isEqualTo(200);
        assertThat(simulators.effects().count(MIXPANEL)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "\"event\":\"Paid\"; \"event\":\"\"; event", "1760000000000; \"2025-01-01\"; properties.time", "1760000000000; 1; properties.time",
            "1760000000000; 99999999999999; properties.time", "u-1; undefined; properties.distinct_id",
            "\"distinct_id\":\"u-1\"; \"a\":1; properties.distinct_id", "\"time\"; \"a\":{\"b\":{\"c\":{\"d\":1}}},\"time\"; ok",
            "\"time\"; \"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}},\"time\"; properties"})
    void checksRows(String part, String replacement, String field) {
        Web.Reply reply = mixpanel("?strict=1&project_id=1", "[" + EVENT.formatted("a-1").replace(part, replacement) + "]");
        assertThat(reply.json().at("/failed_records/0/field").asText("ok")).isEqualTo(field);
    }

    @Test
    void authSizeAndForms() throws Exception {
        String url = simulators.url(MIXPANEL) + "/import?strict=1";
        String one = "[" + EVENT.formatted("a-1") + "]";
        assertThat(Web.post(url + "&project_id=1", Web.JSON, one).status()).isEqualTo(401);
        assertThat(Web.post(url + "&project_id=1", Web.json(Web.basic("svc.sandbox:wrong")), one).status()).isEqualTo(401);
        assertThat(Web.post(url, AUTH, one).status()).isEqualTo(400);
        assertThat(Web.post(url + "&project_id=2", AUTH, one).status()).isEqualTo(401);
        assertThat(Web.post(url, Web.json(Web.basic("mixpanel-token-sandbox:")), one).status()).isEqualTo(200);
        assertThat(Web.post(url + "&project_id=1", AUTH, "{}").status()).isEqualTo(400);
        String many = "[" + String.join(",", Collections.nCopies(2001, "{}")) + "]";
        assertThat(Web.post(url + "&project_id=1", AUTH, many).status()).isEqualTo(413);
        assertThat(Web.post(url + "&project_id=1", Map.of("Authorization", Web.basic("svc.sandbox:mixpanel-sandbox"),
                "Content-Type", "application/x-ndjson"), EVENT.formatted("n-1") + "\n" + EVENT.formatted("n-2") + "\n")
                .json().get("num_records_imported").asInt()).isEqualTo(2);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(("[" + EVENT.formatted("z-1") + "]").getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "&project_id=1")).header("Content-Encoding", "gzip")
                .header("Content-Type", "application/json").header("Authorization", Web.basic("svc.sandbox:mixpanel-sandbox"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())).build();
        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()).contains("\"num_records_imported\":1");
    }
}
