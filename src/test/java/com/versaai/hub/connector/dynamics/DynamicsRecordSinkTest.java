package com.versaai.hub.connector.dynamics;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.FaultSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upserts, what is refused, and what is a success. */
class DynamicsRecordSinkTest extends DynamicsSinkCase {

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
