package com.versaai.hub.sandbox;

import static com.versaai.hub.sandbox.SimulatedProvider.AMPLITUDE;
import static com.versaai.hub.sandbox.SimulatedProvider.GA4;
import static com.versaai.hub.sandbox.SimulatedProvider.MIXPANEL;
import static com.versaai.hub.sandbox.SimulatedProvider.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyticsSimulatorsTest {

    private static final String GA4_KEYS = "?measurement_id=G-SANDBOX&api_secret=ga4-sandbox";
    private static final String PURCHASE = "{\"client_id\":\"555.777\",\"events\":[{\"name\":\"purchase\",\"params\":{\"transaction_id\":\"o-7\",\"value\":19.99}}]}";
    private static final Map<String, String> MIXPANEL_AUTH = Web.json(Web.basic("svc.sandbox:mixpanel-sandbox"));
    private static final String MIXPANEL_EVENT = "{\"event\":\"Paid\",\"properties\":{\"time\":1760000000000,\"distinct_id\":\"u-1\",\"$insert_id\":\"%s\"}}";
    private static final Map<String, String> SEGMENT_AUTH = Web.json(Web.basic("segment-sandbox:"));
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

    private static Web.Reply ga4(String query, String body) {
        return Web.post(simulators.url(GA4) + "/mp/collect" + query, Web.JSON, body);
    }

    @Test
    void ga4IsAlways204ButOnlyValidEventsCount() {
        assertThat(ga4(GA4_KEYS, PURCHASE).status()).isEqualTo(204);
        assertThat(simulators.effects().of(GA4)).singleElement().satisfies(e -> assertThat(e.key()).startsWith("purchase|555.777|"));
        ga4(GA4_KEYS, PURCHASE);
        assertThat(simulators.effects().of(GA4).get(0).effects()).as("GA4 has no idempotency").isEqualTo(2);
        assertThat(ga4("?measurement_id=G-SANDBOX&api_secret=wrong", PURCHASE).status()).isEqualTo(204);
        assertThat(ga4(GA4_KEYS, "{").status()).isEqualTo(204);
        assertThat(ga4(GA4_KEYS, PURCHASE.replace("purchase", "session_start")).body()).isEmpty();
        assertThat(ga4(GA4_KEYS, PURCHASE.replace("o-7", "x".repeat(131_000))).status()).isEqualTo(204);
        assertThat(simulators.effects().count(GA4)).isEqualTo(2);
        assertThat(simulators.effects().refusals(GA4)).extracting(Effects.Refusal::reason).hasSize(4).allMatch(r -> r.endsWith("dropped"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "{\"events\":[{\"name\":\"a\"}]}; client_id; VALUE_REQUIRED", "{\"client_id\":\"1\",\"events\":[]}; events; VALUE_REQUIRED",
            "{\"client_id\":\"1\",\"events\":[{\"name\":\"1a\"}]}; events[0].name; NAME_INVALID",
            "{\"client_id\":\"1\",\"events\":[{\"name\":\"ga_x\"}]}; events[0].name; NAME_RESERVED",
            "{\"client_id\":\"1\",\"events\":[{\"name\":\"a\",\"params\":{\"firebase_x\":1}}]}; events[0].params.firebase_x; NAME_RESERVED",
            "{\"client_id\":\"1\",\"events\":[{\"name\":\"a\",\"params\":{\"b\":{}}}]}; events[0].params.b; VALUE_INVALID",
            "{\"client_id\":\"1\",\"timestamp_micros\":1,\"events\":[{\"name\":\"a\"}]}; timestamp_micros; VALUE_OUT_OF_BOUNDS",
            "{\"client_id\":\"1\",\"user_properties\":{\"a_name_longer_than_24_characters\":{\"value\":\"x\"}},\"events\":[{\"name\":\"a\"}]};"
                    + "user_properties.a_name_longer_than_24_characters; NAME_INVALID"})
    void ga4DebugSaysWhy(String body, String field, String code) {
        Web.Reply reply = Web.post(simulators.url(GA4) + "/debug/mp/collect" + GA4_KEYS, Web.JSON, body);
        assertThat(reply.json().at("/validationMessages/0/fieldPath").asText()).isEqualTo(field);
        assertThat(reply.json().at("/validationMessages/0/validationCode").asText()).isEqualTo(code);
        assertThat(simulators.effects().count(GA4)).isZero();
    }

    @Test
    void ga4DebugPassesValidAndCountsEvents() {
        String debug = simulators.url(GA4) + "/debug/mp/collect" + GA4_KEYS;
        assertThat(Web.post(debug, Web.JSON, PURCHASE).json().get("validationMessages")).isEmpty();
        String events = String.join(",", Collections.nCopies(26, "{\"name\":\"a\"}"));
        assertThat(Web.post(debug, Web.JSON, "{\"client_id\":\"1\",\"events\":[" + events + "]}").body()).contains("EXCEEDED_MAX_ENTITIES");
    }

    private static Web.Reply mixpanel(String query, String body) {
        return Web.post(simulators.url(MIXPANEL) + "/import" + query, MIXPANEL_AUTH, body);
    }

    @Test
    void mixpanelDropsRepetitions() {
        Web.Reply reply = mixpanel("?strict=1&project_id=1", "[" + MIXPANEL_EVENT.formatted("a-1") + "]");
        assertThat(reply.json().get("num_records_imported").asInt()).isEqualTo(1);
        mixpanel("?strict=1&project_id=1", "[" + MIXPANEL_EVENT.formatted("a-1") + "," + MIXPANEL_EVENT.formatted("a-2") + "]");
        assertThat(simulators.effects().count(MIXPANEL)).isEqualTo(2);
        assertThat(simulators.effects().requests(MIXPANEL)).isEqualTo(3);
        assertThat(simulators.effects().find(MIXPANEL, "Paid|1760000000000|u-1|a-1").orElseThrow().requests()).isEqualTo(2);
    }

    @Test
    void mixpanelStrictListsBadRowsAndKeepsTheGood() {
        String bad = MIXPANEL_EVENT.formatted("has space");
        Web.Reply strict = mixpanel("?strict=1&project_id=1", "[" + MIXPANEL_EVENT.formatted("a-1") + "," + bad + "]");
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
    void mixpanelChecksRows(String part, String replacement, String field) {
        Web.Reply reply = mixpanel("?strict=1&project_id=1", "[" + MIXPANEL_EVENT.formatted("a-1").replace(part, replacement) + "]");
        assertThat(reply.json().at("/failed_records/0/field").asText("ok")).isEqualTo(field);
    }

    @Test
    void mixpanelAuthSizeAndForms() throws Exception {
        String url = simulators.url(MIXPANEL) + "/import?strict=1";
        String one = "[" + MIXPANEL_EVENT.formatted("a-1") + "]";
        assertThat(Web.post(url + "&project_id=1", Web.JSON, one).status()).isEqualTo(401);
        assertThat(Web.post(url + "&project_id=1", Web.json(Web.basic("svc.sandbox:wrong")), one).status()).isEqualTo(401);
        assertThat(Web.post(url, MIXPANEL_AUTH, one).status()).isEqualTo(400);
        assertThat(Web.post(url + "&project_id=2", MIXPANEL_AUTH, one).status()).isEqualTo(401);
        assertThat(Web.post(url, Web.json(Web.basic("mixpanel-token-sandbox:")), one).status()).isEqualTo(200);
        assertThat(Web.post(url + "&project_id=1", MIXPANEL_AUTH, "{}").status()).isEqualTo(400);
        String many = "[" + String.join(",", Collections.nCopies(2001, "{}")) + "]";
        assertThat(Web.post(url + "&project_id=1", MIXPANEL_AUTH, many).status()).isEqualTo(413);
        assertThat(Web.post(url + "&project_id=1", Map.of("Authorization", Web.basic("svc.sandbox:mixpanel-sandbox"),
                "Content-Type", "application/x-ndjson"), MIXPANEL_EVENT.formatted("n-1") + "\n" + MIXPANEL_EVENT.formatted("n-2") + "\n")
                .json().get("num_records_imported").asInt()).isEqualTo(2);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(("[" + MIXPANEL_EVENT.formatted("z-1") + "]").getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "&project_id=1")).header("Content-Encoding", "gzip")
                .header("Content-Type", "application/json").header("Authorization", Web.basic("svc.sandbox:mixpanel-sandbox"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())).build();
        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()).contains("\"num_records_imported\":1");
    }

    private static Web.Reply amplitude(String key, String events) {
        return Web.post(simulators.url(AMPLITUDE) + "/2/httpapi", Web.JSON, "{\"api_key\":\"" + key + "\",\"events\":[" + events + "]}");
    }

    @Test
    void amplitudeIngestsOncePerInsertId() {
        String event = "{\"user_id\":\"user-1\",\"event_type\":\"paid\",\"time\":1760000000000,\"insert_id\":\"i-1\"}";
        Web.Reply reply = amplitude("amplitude-sandbox", event);
        assertThat(reply.json().get("events_ingested").asInt()).isEqualTo(1);
        assertThat(reply.json().get("payload_size_bytes").asInt()).isPositive();
        amplitude("amplitude-sandbox", event);
        amplitude("amplitude-sandbox", event.replace("user-1", "user-2"));
        assertThat(simulators.effects().count(AMPLITUDE)).isEqualTo(2);
        assertThat(simulators.effects().find(AMPLITUDE, "user-1|i-1").orElseThrow().requests()).isEqualTo(2);
        String anonymous = event.replace(",\"insert_id\":\"i-1\"", "");
        amplitude("amplitude-sandbox", anonymous + "," + anonymous);
        assertThat(simulators.effects().count(AMPLITUDE)).as("without insert_id every event counts").isEqualTo(4);
    }

    @Test
    void amplitudeRefusals() {
        assertThat(amplitude("wrong", "{}").json().get("error").asText()).isEqualTo("Invalid API key");
        assertThat(amplitude("", "{}").json().get("missing_field").asText()).isEqualTo("api_key");
        assertThat(amplitude("amplitude-sandbox", "").json().get("missing_field").asText()).isEqualTo("events");
        String good = "{\"user_id\":\"user-1\",\"event_type\":\"paid\"}";
        assertThat(amplitude("amplitude-sandbox", good + ",{\"user_id\":\"user-1\"}").json()
                .at("/events_with_missing_fields/event_type/0").asInt()).isEqualTo(1);
        assertThat(amplitude("amplitude-sandbox", "{\"event_type\":\"x\"}").json().at("/events_with_missing_fields/user_id/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", "{\"user_id\":\"user-1\",\"event_type\":\"x\",\"time\":\"2025-01-01T00:00:00Z\"}").json()
                .at("/events_with_invalid_fields/time/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", "{\"user_id\":\"anonymous\",\"event_type\":\"x\"}").json()
                .at("/events_with_invalid_fields/user_id/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", "{\"user_id\":\"u1\",\"event_type\":\"x\"}").json()
                .at("/events_with_invalid_id_lengths/user_id/0").asInt(-1)).isZero();
        assertThat(amplitude("amplitude-sandbox", String.join(",", Collections.nCopies(2001, good))).status()).isEqualTo(413);
        assertThat(amplitude("amplitude-sandbox", good.replace("paid", "x".repeat(1_100_000))).status()).isEqualTo(413);
        assertThat(Web.post(simulators.url(AMPLITUDE) + "/2/httpapi", Web.JSON, "{").status()).isEqualTo(400);
        assertThat(simulators.effects().count(AMPLITUDE)).as("one bad event refuses all").isZero();
    }

    private static Web.Reply segment(String method, Map<String, String> headers, String body) {
        return Web.post(simulators.url(SEGMENT) + "/v1/" + method, headers, body);
    }

    @Test
    void segmentDeduplicatesAndDropsSilently() {
        String track = "{\"userId\":\"u-1\",\"event\":\"Paid\",\"messageId\":\"m-1\"}";
        assertThat(segment("track", SEGMENT_AUTH, track).body()).isEqualTo("{\"success\":true}");
        segment("track", SEGMENT_AUTH, track);
        assertThat(simulators.effects().find(SEGMENT, "m-1").orElseThrow()).satisfies(e -> {
            assertThat(e.requests()).isEqualTo(2);
            assertThat(e.effects()).isEqualTo(1);
        });
        assertThat(segment("track", Web.json(Web.basic("segment-sandbox")), track).status()).as("colon is needed").isEqualTo(200);
        assertThat(segment("track", Web.JSON, track.replace("m-1", "m-2")).status()).isEqualTo(200);
        segment("track", SEGMENT_AUTH, "{\"event\":\"Paid\",\"messageId\":\"m-3\"}");
        segment("track", SEGMENT_AUTH, "{\"userId\":\"u\",\"messageId\":\"m-4\"}");
        segment("track", SEGMENT_AUTH, track.replace("m-1", "m".repeat(100)));
        segment("batch", SEGMENT_AUTH, "{\"batch\":[{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"no-type\"}]}");
        assertThat(simulators.effects().count(SEGMENT)).isEqualTo(1);
        assertThat(simulators.effects().refused(SEGMENT)).isEqualTo(6);
        segment("batch", SEGMENT_AUTH, "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"b-1\"}]}");
        segment("identify", Web.JSON, "{\"writeKey\":\"segment-sandbox\",\"userId\":\"u\",\"messageId\":\"b-2\"}");
        assertThat(simulators.effects().count(SEGMENT)).isEqualTo(3);
    }

    @Test
    void segmentRefusesBrokenAndOversize() {
        assertThat(segment("track", SEGMENT_AUTH, "{").status()).isEqualTo(400);
        assertThat(segment("track", SEGMENT_AUTH, "{\"userId\":\"" + "x".repeat(33_000) + "\"}").status()).isEqualTo(400);
        assertThat(segment("nonsense", SEGMENT_AUTH, "{}").status()).isEqualTo(404);
    }
}
