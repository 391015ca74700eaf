package com.versaai.hub.connector.pipedrive;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
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
import java.util.ArrayList;
import java.util.Collections;
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
class PipedriveNoteSinkTest {

    private static final SimulatedProvider PIPEDRIVE = SimulatedProvider.of("pipedrive").orElseThrow();
    private static final String SINK = "pipedrive-note-sink";
    private static final String NOTE = "{\"content\":\"Refund of 5 &lt;euros&gt;\",\"deal\":\"pi_1\"}";
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
        hub = new ConnectorHarness();
        PIPEDRIVE.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private Exchange note(String key, String body) {
        simulators.wireMock().resetRequests();
        return hub.send(SINK, body, Map.of("HubObject", "notes", "HubKey", key));
    }

    private long deal(String key) throws Exception {
        Exchange made = hub.send("pipedrive-record-sink", "{\"title\":\"A\"}", Map.of("HubObject", "deals", "HubKey", key));
        return data(made).path("id").asLong();
    }

    private static JsonNode data(Exchange done) throws Exception {
        assertThat(done.getException()).isNull();
        return new ObjectMapper().readTree(done.getMessage().getBody(String.class)).path("data");
    }

    private Fault fault(Exchange done) {
        assertThat(done.getException()).isNotNull();
        return hub.fault("pipedrive", done);
    }

    private static List<String> requests() {
        List<ServeEvent> events = new ArrayList<>(simulators.wireMock().getAllServeEvents());
        Collections.reverse(events);
        return events.stream().map(event -> event.getRequest().getMethod() + " " + event.getRequest().getUrl()).toList();
    }

    private static long notes() {
        return simulators.effects().of(PIPEDRIVE).stream().filter(effect -> effect.key().startsWith("notes/")).count();
    }

    @Test
    void isMadeOnceOnTheDealOfThatKey() throws Exception {
        deal("PI_1");
        long deal = deal("pi_1");
        JsonNode made = data(note("note:e1", NOTE));
        assertThat(made.path("deal_id").asLong()).isEqualTo(deal);
        assertThat(made.path("content").asText()).isEqualTo("Refund of 5 &lt;euros&gt;<br>(note:e1)");
        String search = "GET /pipedrive/api/v2/deals/search?term=pi_1&fields=custom_fields&exact_match=true&limit=100";
        String list = "GET /pipedrive/api/v1/notes?deal_id=" + deal + "&sort=add_time%20DESC&start=0&limit=100";
        assertThat(requests()).containsExactly(search, list, "POST /pipedrive/api/v1/notes");
        assertThat(note("note:e1", NOTE).getException()).isNull();
        assertThat(requests()).containsExactly(search, list);
        assertThat(note("note:e", NOTE).getException()).as("another one, whose key is the beginning of the first's").isNull();
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void waitsForItsDeal() throws Exception {
        assertThat(fault(note("note:e1", NOTE))).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "no_deal_yet");
        deal("PI_1");
        assertThat(fault(note("note:e1", NOTE)).code()).as("its key is written in small letters").isEqualTo("no_deal_yet");
        deal("pi_1");
        assertThat(note("note:e1", NOTE).getException()).isNull();
    }

    @Test
    void needsTheFieldThatDealsAreFoundBy() {
        hub.environment.setProperty("hub.provider.pipedrive.key-field", "");
        assertThat(fault(note("note:e1", NOTE))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
        assertThat(fault(note("note:e1", NOTE)).message()).contains("hub.provider.pipedrive.key-field");
        assertThat(requests()).isEmpty();
    }

    @Test
    void aLostAnswerIsInDoubtAndAReplayFindsTheNote() throws Exception {
        deal("pi_1");
        simulators.faults().set(PIPEDRIVE, FaultSpec.of(FaultSpec.Kind.RESET).withAfterEffect().withCount(1).withPath("/api/v2/deals/search"));
        assertThat(fault(note("note:e1", NOTE)).faultClass()).as("it only reads").isEqualTo(FaultClass.TRANSIENT);
        hub.environment.setProperty("hub.provider.pipedrive.base-url", hub.url("/pipedrive"));
        hub.provider.stubFor(get(urlPathEqualTo("/pipedrive/api/v2/deals/search")).willReturn(okJson(found(7))));
        hub.provider.stubFor(get(urlPathEqualTo("/pipedrive/api/v1/notes")).willReturn(okJson("{\"success\":true,\"data\":[]}")));
        hub.provider.stubFor(post("/pipedrive/api/v1/notes")
                .willReturn(aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE)));
        assertThat(fault(note("note:e1", NOTE)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        hub.provider.stubFor(get(urlPathEqualTo("/pipedrive/api/v1/notes"))
                .willReturn(okJson("{\"success\":true,\"data\":[{\"id\":3,\"content\":\"<p>Refund</p>(note:e1)\"}]}")));
        assertThat(note("note:e1", NOTE).getException()).as("the provider has put it another way").isNull();
    }

    private String found(long id) {
        return "{\"success\":true,\"data\":{\"items\":[{\"item\":{\"id\":" + id + ",\"custom_fields\":[\"pi_1\"]}}]}}";
    }

    /** Taken for "none", each of these would make a second note. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "<html>ok</html>", "{\"success\":true}", "{\"success\":true,\"data\":{}}", "{\"data\":[]}",
        "{\"success\":true,\"data\":[]", "{\"success\":false,\"error\":\"no\"}"})
    void anUnknownListIsAFault(String answer) {
        hub.environment.setProperty("hub.provider.pipedrive.base-url", hub.url("/pipedrive"));
        hub.provider.stubFor(get(urlPathEqualTo("/pipedrive/api/v2/deals/search")).willReturn(okJson(found(7))));
        hub.provider.stubFor(get(urlPathEqualTo("/pipedrive/api/v1/notes")).willReturn(okJson(answer)));
        assertThat(fault(note("note:e1", NOTE)).faultClass()).isIn(FaultClass.TRANSIENT, FaultClass.PERMANENT);
        assertThat(hub.provider.getAllServeEvents()).hasSize(2).noneMatch(event -> event.getRequest().getMethod().getName().equals("POST"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"note:<b>|{\"content\":\"x\",\"deal\":\"pi_1\"}", "|{\"content\":\"x\",\"deal\":\"pi_1\"}", "note:e1|{\"content\":\"x\"}",
        "note:e1|{\"content\":\"x\",\"deal\":7}", "note:e1|{\"deal\":\"pi_1\"}", "note:e1|[]", "note:e1|nonsense"})
    void refusesWhatIsNoNote(String key, String body) {
        assertThat(fault(note(key == null ? "" : key, body))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(requests()).isEmpty();
    }
}
