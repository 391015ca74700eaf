package com.versaai.hub.connector.pipedrive;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the simulator over HTTP; answers that it never gives come from the harness' fake provider. */
class PipedriveRecordSinkTest {

    private static final SimulatedProvider PIPEDRIVE = SimulatedProvider.of("pipedrive").orElseThrow();
    private static final String SINK = "pipedrive-record-sink";
    private static final String BASE_URL = "hub.provider.pipedrive.base-url";
    private static final String KEY_FIELD = "hub.provider.pipedrive.key-field";
    private static final String ANA = "ana@acme.example";
    private static final String NONE_FOUND = "{\"success\":true,\"data\":{\"items\":[]},\"additional_data\":{\"next_cursor\":null}}";
    private static Simulators simulators;

    private ConnectorHarness hub;

    @BeforeAll
    static void simulate() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void endSimulation() {
        simulators.close();
    }

    @BeforeEach
    void start() throws Exception {
        simulators.faults().clear(PIPEDRIVE);
        simulators.reset();
        simulators.wireMock().resetRequests();
        hub = new ConnectorHarness();
        PIPEDRIVE.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private Exchange person(String address, String fields) {
        return hub.send(SINK, fields, Map.of("HubObject", "persons", "HubKey", address));
    }

    private Exchange deal(String key, String fields) {
        return hub.send(SINK, fields, Map.of("HubObject", "deals", "HubKey", key));
    }

    private Exchange activity() {
        return hub.send(SINK, "{\"subject\":\"Call\"}", Map.of("HubObject", "activities", "HubKey", "T-1"));
    }

    private Fault fault(Exchange done) {
        assertThat(done.getException()).isNotNull();
        return hub.fault("pipedrive", done);
    }

    private static JsonNode record(Exchange done) throws Exception {
        assertThat(done.getException()).isNull();
        return new ObjectMapper().readTree(done.getMessage().getBody(String.class)).path("data");
    }

    /** Method and URL of what arrived at the simulator, the earliest first. */
    private static List<String> requests() {
        List<ServeEvent> events = new ArrayList<>(simulators.wireMock().getAllServeEvents());
        Collections.reverse(events);
        return events.stream().map(event -> event.getRequest().getMethod() + " " + event.getRequest().getUrl()).toList();
    }

    private static long effects() {
        return simulators.effects().count(PIPEDRIVE);
    }

    @Test
    void createsAPersonWithTheAddressAndThenChangesIt() throws Exception {
        JsonNode created = record(person(ANA, "{\"name\":\"Ána\",\"id\":7}"));
        assertThat(created.path("id").asLong()).isGreaterThan(100);
        assertThat(created.at("/emails/0/value").asText()).isEqualTo(ANA);
        JsonNode changed = record(person(ANA, "{\"name\":\"Anna\",\"emails\":[{\"value\":\"other@acme.example\"}]}"));
        assertThat(changed.path("id")).isEqualTo(created.path("id"));
        assertThat(changed.path("name").asText()).isEqualTo("Anna");
        assertThat(changed.at("/emails/0/value").asText()).as("addresses that people have added stay").isEqualTo(ANA);
        String search = "GET /pipedrive/api/v2/persons/search?term=ana%40acme.example&fields=email&exact_match=true&limit=100";
        assertThat(requests()).containsExactly(search, "POST /pipedrive/api/v2/persons", search, "PATCH /pipedrive/api/v2/persons/" + created.path("id").asLong());
        assertThat(simulators.wireMock().getAllServeEvents()).allSatisfy(event ->
                assertThat(event.getRequest().getHeader("x-api-token")).isEqualTo(hub.environment.getProperty("hub.provider.pipedrive.api-token")));
    }

    @Test
    void namesAPersonWithoutANameByItsAddressAndLeavesANameAlone() throws Exception {
        assertThat(record(person(ANA, "{}")).path("name").asText()).isEqualTo(ANA);
        record(person(ANA, "{\"name\":\"Ana\"}"));
        assertThat(record(person(ANA, "{}")).path("name").asText()).isEqualTo("Ana");
    }

    @Test
    void anAddressInOtherCaseIsThatPersonAndAKeyInOtherCaseIsAnotherDeal() throws Exception {
        JsonNode ana = record(person(ANA, "{\"name\":\"Ana\"}"));
        assertThat(record(person("ANA@Acme.example", "{\"name\":\"Ana\"}")).path("id")).isEqualTo(ana.path("id"));
        assertThat(effects()).isEqualTo(1);
        JsonNode deal = record(deal("pi_a", "{\"title\":\"A\"}"));
        assertThat(record(deal("pi_A", "{\"title\":\"A\"}")).path("id")).isNotEqualTo(deal.path("id"));
        assertThat(record(deal("pi_a", "{\"title\":\"B\"}")).path("id")).isEqualTo(deal.path("id"));
    }

    @Test
    void ofTwoPersonsOfOneAddressItIsTheOlder() throws Exception {
        JsonNode first = record(person(ANA, "{\"name\":\"Ana\"}"));
        Web.post(simulators.url(PIPEDRIVE) + "/api/v2/persons", Map.of("Content-Type", "application/json", "x-api-token",
                hub.environment.getProperty("hub.provider.pipedrive.api-token")), "{\"name\":\"Twin\",\"emails\":[{\"value\":\"" + ANA + "\"}]}");
        assertThat(effects()).isEqualTo(2);
        assertThat(record(person(ANA, "{\"name\":\"Anna\"}")).path("id")).isEqualTo(first.path("id"));
    }

    @Test
    void aDealCarriesTheKeyInTheConfiguredField() throws Exception {
        String field = hub.environment.getProperty(KEY_FIELD);
        assertThat(record(deal("pi_1", "{\"title\":\"A\",\"value\":12.5,\"status\":\"won\"}")).path("custom_fields").path(field).asText()).isEqualTo("pi_1");
        record(deal("pi_1", "{\"title\":\"A\",\"value\":13}"));
        assertThat(simulators.effects().find(PIPEDRIVE, "deals/pi_1").orElseThrow().effects()).isEqualTo(2);
        assertThat(requests()).filteredOn(request -> request.startsWith("POST")).hasSize(1);
    }

    @Test
    void withoutAKeyFieldEveryDeliveryIsADealAndNobodyIsAsked() throws Exception {
        hub.environment.setProperty(KEY_FIELD, "");
        record(deal("pi_1", "{\"title\":\"A\"}"));
        record(deal("pi_1", "{\"title\":\"A\"}"));
        assertThat(effects()).isEqualTo(2);
        assertThat(requests()).containsOnly("POST /pipedrive/api/v2/deals");
        hub.environment.setProperty(KEY_FIELD, "hub_key");
        assertThat(fault(deal("pi_1", "{\"title\":\"A\"}")).message()).contains(KEY_FIELD);
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void anActivityIsMadeEachTime() throws Exception {
        assertThat(record(activity()).path("subject").asText()).isEqualTo("Call");
        record(activity());
        assertThat(requests()).containsExactly("POST /pipedrive/api/v2/activities", "POST /pipedrive/api/v2/activities");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&fields=name&term=b", "../../v1/users/me", "a/b?c#d", "a+b%2Fc%", "ñ😀\"'<>", "a\r\nX-Evil: 1", "x;y=z"})
    void aHostileKeyStaysAKey(String key) throws Exception {
        JsonNode deal = record(deal(key, "{\"title\":\"A\"}"));
        assertThat(deal.path("custom_fields").path(hub.environment.getProperty(KEY_FIELD)).asText()).isEqualTo(key);
        assertThat(record(deal(key, "{\"title\":\"B\"}")).path("id")).isEqualTo(deal.path("id"));
        if (!key.contains("\n")) {
            String address = key.replace(" ", "") + "@acme.example";
            JsonNode person = record(person(address, "{}"));
            assertThat(record(person(address, "{\"name\":\"B\"}")).path("id")).isEqualTo(person.path("id"));
        }
        assertThat(requests()).allMatch(request -> request.matches(
                "GET /pipedrive/api/v2/(deals|persons)/search\\?term=[A-Za-z0-9%._~-]+&fields=(email|custom_fields)&exact_match=true&limit=100"
                        + "|POST /pipedrive/api/v2/(deals|persons)|PATCH /pipedrive/api/v2/(deals|persons)/\\d+"));
    }

    @Test
    void callsOnlyWhereTheSettingsSay() {
        hub.environment.setProperty("hub.provider.pipedrive.api-token", ConnectorHarness.PRINTABLE.trim());
        hub.environment.setProperty(BASE_URL, hub.url("/pipedrive"));
        hub.provider.stubFor(get(anyUrl()).willReturn(okJson(NONE_FOUND)));
        hub.provider.stubFor(post(anyUrl()).willReturn(okJson("{\"success\":true,\"data\":{\"id\":1}}").withStatus(201)));
        Map<String, Object> headers = new HashMap<>(Map.of("HubObject", "persons", "HubKey", ANA, "CAMELHTTPURI", hub.url("/evil"), "camelhttppath", "evil",
                "CamelHttpQuery", "evil=1", "CamelRestHttpUri", hub.url("/evil"), "x-api-token", "evil", "X-Evil", "evil"));
        headers.put("CamelHttpMethod", "DELETE");
        Exchange done = hub.send(SINK, "{\"name\":\"Ana\"}", headers);
        assertThat(done.getException()).isNull();
        assertThat(hub.provider.getAllServeEvents()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getRequest().getUrl()).startsWith("/pipedrive/api/v2/persons").doesNotContain("evil");
            assertThat(event.getRequest().getHeader("x-api-token")).isEqualTo(ConnectorHarness.PRINTABLE.trim());
            assertThat(event.getRequest().getHeaders().all().toString()).doesNotContain("evil");
        });
        assertThat(done.getMessage().getHeaders()).doesNotContainValue(ConnectorHarness.PRINTABLE.trim());
    }

    @Test
    void anAccountOfItsOwnHasItsTokenAndKeyField() throws Exception {
        hub.environment.setProperty("hub.delivery.destinations.pipedrive-eu.connector", "pipedrive");
        hub.environment.setProperty("hub.delivery.destinations.pipedrive-eu.account", "pipedrive-eu");
        hub.environment.setProperty("hub.provider.pipedrive-eu.base-url", simulators.url(PIPEDRIVE));
        hub.environment.setProperty("hub.provider.pipedrive-eu.api-token", "wrong");
        Map<String, Object> headers = Map.of("HubObject", "deals", "HubKey", "pi_1");
        assertThat(hub.fault("pipedrive-eu", hub.send(SINK + "?account=pipedrive-eu", "{\"title\":\"A\"}", headers)))
                .extracting("faultClass", "status").containsExactly(FaultClass.PERMANENT, 401);
        hub.environment.setProperty("hub.provider.pipedrive-eu.api-token", hub.environment.getProperty("hub.provider.pipedrive.api-token"));
        assertThat(record(hub.send(SINK + "?account=pipedrive-eu", "{\"title\":\"A\"}", headers)).has("custom_fields")).isFalse();
    }

    @Test
    void aLostAnswerIsInDoubtAndAnUnansweredSearchIsNot() throws Exception {
        FaultSpec lost = FaultSpec.of(FaultSpec.Kind.RESET).withAfterEffect().withCount(1);
        simulators.faults().set(PIPEDRIVE, lost.withPath("/api/v2/activities"));
        assertThat(fault(activity()).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        assertThat(effects()).isEqualTo(1);
        simulators.faults().set(PIPEDRIVE, lost.withPath("/api/v2/persons/search"));
        assertThat(fault(person(ANA, "{}")).faultClass()).as("it only reads").isEqualTo(FaultClass.TRANSIENT);
        long id = record(person(ANA, "{\"name\":\"Ana\"}")).path("id").asLong();
        simulators.faults().set(PIPEDRIVE, lost.withPath("/api/v2/persons/" + id));
        assertThat(fault(person(ANA, "{\"name\":\"Anna\"}")).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        assertThat(record(person(ANA, "{\"name\":\"Anna\"}")).path("id").asLong()).as("a replay finds it").isEqualTo(id);
        assertThat(simulators.effects().find(PIPEDRIVE, "persons/" + ANA).orElseThrow().effects()).as("created, changed").isEqualTo(2);
    }

    @Test
    void aSlowSearchIsTransientAndASlowCreationInDoubt() {
        hub.environment.setProperty(BASE_URL, hub.url("/pipedrive"));
        hub.provider.stubFor(get(anyUrl()).willReturn(okJson(NONE_FOUND).withFixedDelay(3_000)));
        hub.provider.stubFor(post(anyUrl()).willReturn(okJson("{\"success\":true}").withFixedDelay(3_000)));
        Map<String, Object> headers = Map.of("HubObject", "persons", "HubKey", ANA);
        assertThat(fault(hub.send(SINK + "?responseTimeout=500", "{}", headers))).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "read_timeout");
        hub.provider.stubFor(get(anyUrl()).willReturn(okJson(NONE_FOUND)));
        assertThat(fault(hub.send(SINK + "?responseTimeout=500", "{}", headers))).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "read_timeout");
    }

    @ParameterizedTest
    @CsvSource({"400,PERMANENT,", "401,PERMANENT,", "402,PERMANENT,", "403,PERMANENT,", "404,PERMANENT,", "422,PERMANENT,", "429,RATE_LIMITED,1",
        "500,TRANSIENT,", "503,TRANSIENT,", "200,PERMANENT,"})
    void readsTheErrorOfEitherCall(int status, FaultClass expected, Long seconds) {
        simulators.faults().set(PIPEDRIVE, FaultSpec.error(status));
        for (Exchange done : List.of(person(ANA, "{}"), activity())) {
            assertThat(fault(done)).extracting("faultClass", "status", "code", "retryAfter")
                    .containsExactly(expected, status, "http_" + status, seconds == null ? null : Duration.ofSeconds(seconds));
            assertThat(fault(done).message()).isIn("sandbox fault", "request over limit");
        }
        assertThat(effects()).isZero();
    }

    @Test
    void retryAfterGoesBeforeTheReset() {
        simulators.faults().set(PIPEDRIVE, FaultSpec.error(429).withRetryAfter("7", false));
        assertThat(fault(person(ANA, "{}")).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({"3,3", "86400,86400", "86401,", "1764360000,", "-1,", "soon,", "'',"})
    void aResetThatCannotBeOneIsNone(String header, Long seconds) {
        hub.environment.setProperty(BASE_URL, hub.url("/pipedrive"));
        for (String body : new String[] {"", "{\"success\":false,\"error\":\"x\",\"code\":\"ERR_RATE\"}"}) {
            hub.provider.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("X-RateLimit-Reset", header).withBody(body)));
            assertThat(fault(activity())).extracting("faultClass", "retryAfter")
                    .containsExactly(FaultClass.RATE_LIMITED, seconds == null ? null : Duration.ofSeconds(seconds));
        }
        assertThat(fault(activity()).code()).isEqualTo("ERR_RATE");
    }

    /** Taken for "not found", each of these would make a second person. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "<html>ok</html>", "{\"success\":true}", "{\"success\":true,\"data\":[]}",
        "{\"success\":true,\"data\":{\"items\":{}}}", "{\"data\":{\"items\":[]}}", "{\"success\":true,\"data\":{\"items\":[{\"item\":{\"id\":1}}]}}",
        "{\"success\":true,\"data\":{\"items\":[{\"item\":{\"id\":\"../x\",\"emails\":[\"ana@acme.example\"]}}]}}",
        "{\"success\":true,\"data\":{\"items\":[]", "{\"success\":false,\"error\":\"no\"}",
        "{\"success\":true,\"data\":{\"items\":[]},\"additional_data\":{\"next_cursor\":\"more\"}}"})
    void anUnknownAnswerToASearchIsAFault(String answer) {
        hub.environment.setProperty(BASE_URL, hub.url("/pipedrive"));
        hub.provider.stubFor(get(anyUrl()).willReturn(okJson(answer)));
        Fault fault = fault(person(ANA, "{}"));
        assertThat(fault.faultClass()).isIn(FaultClass.TRANSIENT, FaultClass.PERMANENT);
        assertThat(hub.provider.getAllServeEvents()).singleElement().satisfies(event -> assertThat(event.getRequest().getMethod().getName()).isEqualTo("GET"));
    }

    @Test
    void aHugeSearchIsAFaultAndAHugeYesIsInDoubt() {
        simulators.faults().set(PIPEDRIVE, FaultSpec.of(FaultSpec.Kind.HUGE).withStatus(200));
        assertThat(fault(person(ANA, "{}"))).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "unknown_answer");
        assertThat(fault(activity())).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"|k@a.example|{}", "leads|k|{}", "persons/1|k@a.example|{}", "persons||{}", "persons|no address|{}", "persons|a@b@c|{}",
        "deals||{}", "persons|k@a.example|[]", "persons|k@a.example|nonsense", "activities|k|\"x\""})
    void refusesWhatPipedriveCouldNotRead(String object, String key, String body) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("HubObject", object);
        headers.put("HubKey", key);
        assertThat(fault(hub.send(SINK, body, headers))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(requests()).isEmpty();
    }

    @Test
    void deletedBetweenSearchAndChangeItIsMadeAnewTheNextTime() throws Exception {
        String id = record(person(ANA, "{\"name\":\"Ana\"}")).path("id").asText();
        simulators.faults().set(PIPEDRIVE, FaultSpec.error(404).withPath("/api/v2/persons/" + id));
        assertThat(fault(person(ANA, "{\"name\":\"Ana\"}"))).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "record_deleted");
        simulators.reset();
        simulators.faults().clear(PIPEDRIVE);
        record(person(ANA, "{\"name\":\"Ana\"}"));
        assertThat(requests().get(requests().size() - 1)).isEqualTo("POST /pipedrive/api/v2/persons");
    }
}
