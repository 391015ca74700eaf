package com.versaai.hub.sandbox.ga4;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ga4SimulatorTest {

    private static final SimulatedProvider GA4 = SimulatedProvider.of("ga4").orElseThrow();
    private static final String KEYS = "?measurement_id=G-SANDBOX&api_secret=ga4-sandbox";
    private static final String PURCHASE = "{\"client_id\":\"555.777\",\"events\":[{\"name\":\"purchase\",\"params\":{\"transaction_id\":\"o-7\",\"value\":19.99}}]}";
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
    void isAlways204ButOnlyValidEventsCount() {
        assertThat(ga4(KEYS, PURCHASE).status()).isEqualTo(204);
        assertThat(simulators.effects().of(GA4)).singleElement().satisfies(e -> assertThat(e.key()).startsWith("purchase|555.777|"));
        ga4(KEYS, PURCHASE);
        assertThat(simulators.effects().of(GA4).get(0).effects()).as("GA4 has no idempotency").isEqualTo(2);
        assertThat(ga4("?measurement_id=G-SANDBOX&api_secret=wrong", PURCHASE).status()).isEqualTo(204);
        assertThat(ga4(KEYS, "{").status()).isEqualTo(204);
        assertThat(ga4(KEYS, PURCHASE.replace("purchase", "session_start")).body()).isEmpty();
        assertThat(ga4(KEYS, PURCHASE.replace("o-7", "x".repeat(131_000))).status()).isEqualTo(204);
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
    void debugSaysWhy(String body, String field, String code) {
        Web.Reply reply = Web.post(simulators.url(GA4) + "/debug/mp/collect" + KEYS, Web.JSON, body);
        assertThat(reply.json().at("/validationMessages/0/fieldPath").asText()).isEqualTo(field);
        assertThat(reply.json().at("/validationMessages/0/validationCode").asText()).isEqualTo(code);
        assertThat(simulators.effects().count(GA4)).isZero();
    }

    @Test
    void debugPassesValidAndCountsEvents() {
        String debug = simulators.url(GA4) + "/debug/mp/collect" + KEYS;
        assertThat(Web.post(debug, Web.JSON, PURCHASE).json().get("validationMessages")).isEmpty();
        String events = String.join(",", Collections.nCopies(26, "{\"name\":\"a\"}"));
        assertThat(Web.post(debug, Web.JSON, "{\"client_id\":\"1\",\"events\":[" + events + "]}").body()).contains("EXCEEDED_MAX_ENTITIES");
    }
}
