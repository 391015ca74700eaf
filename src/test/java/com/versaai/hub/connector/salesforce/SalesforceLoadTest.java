package com.versaai.hub.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.PositionLostException;
import com.versaai.hub.connector.FirstLoad;
import com.versaai.hub.connector.FirstLoad.Piece;
import com.versaai.hub.connector.FirstLoad.RefusedException;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First loads by query jobs of the Bulk API 2.0, with every fault they can have, and against the simulator as it really goes. */
@Timeout(60)
class SalesforceLoadTest {

    private static final String JOBS = "/services/data/v68.0/jobs/query";
    private static final String JOB = "750000000000001AAA";
    private static final String HEAD = "\"Id\",\"CreatedDate\",\"SystemModstamp\",\"Status\"\n";
    private static final String ONE = "\"00Q000000000001AAA\",\"2025-03-01T08:00:00.000Z\",\"2025-03-02T08:00:00.000Z\",\"Working, \"\"hard\"\"\nnow\"\n";
    private static final String TWO = "\"00Q000000000002AAA\",\"2025-03-01T08:00:00.000Z\",\"2025-03-03T08:00:00.000+0000\",\"\"\n";

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        settings(hub.provider.baseUrl(), "id", "s3cret");
        login(Scenario.STARTED, "tok1", "second");
        login("second", "tok2", "second");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private void settings(String url, String id, String secret) {
        hub.environment.setProperty("hub.provider.salesforce.login-url", url);
        hub.environment.setProperty("hub.provider.salesforce.client-id", id);
        hub.environment.setProperty("hub.provider.salesforce.client-secret", secret);
    }

    private void login(String from, String token, String to) {
        hub.provider.stubFor(post("/services/oauth2/token").inScenario("login").whenScenarioStateIs(from).willSetStateTo(to).willReturn(okJson(
                "{\"access_token\":\"00D3000000001n7EAA!" + token + "\",\"instance_url\":\"" + hub.provider.baseUrl() + "\",\"token_type\":\"Bearer\"}")));
    }

    private FirstLoad load() {
        return hub.all(SalesforceLoad.class).values().iterator().next();
    }

    private Piece next(String position) {
        return load().next("salesforce", "Lead", position);
    }

    private Connector connector() {
        return hub.all(Connector.class).values().stream().filter(connector -> connector.name().equals("salesforce")).findFirst().orElseThrow();
    }

    private void state(String state, String more) {
        hub.provider.stubFor(get(JOBS + "/" + JOB).willReturn(okJson("{\"id\":\"" + JOB + "\",\"state\":\"" + state + "\"" + more + "}")));
    }

    private static ResponseDefinitionBuilder csv(String csv, int count, String locator) {
        return aResponse().withHeader("Content-Type", "text/csv").withHeader("Sforce-NumberOfRecords", String.valueOf(count))
                .withHeader("Sforce-Locator", locator).withBody(csv);
    }

    private void results(ResponseDefinitionBuilder answer) {
        hub.provider.stubFor(get(urlPathEqualTo(JOBS + "/" + JOB + "/results")).willReturn(answer));
    }

    private static ResponseDefinitionBuilder refused(int status, String code) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody("[{\"errorCode\":\"" + code + "\",\"message\":\"no\"}]");
    }

    private Event event(Item item) {
        return connector().inbound().orElseThrow().map(new InboundRequest("salesforce", item.id(), item.type(), null, null, null, null, Instant.EPOCH,
                Map.of(), item.body())).events().get(0);
    }

    @Test
    void asksForNoMoreThanMayBeCarried() {
        hub.provider.stubFor(post(JOBS).willReturn(okJson("{\"id\":\"" + JOB + "\",\"state\":\"UploadComplete\"}")));

        Piece piece = next(null);

        assertThat(piece).isEqualTo(new Piece(List.of(), JOB, null, Duration.ofSeconds(1)));
        hub.provider.verify(postRequestedFor(urlPathEqualTo(JOBS)).withHeader("Authorization", equalTo("Bearer 00D3000000001n7EAA!tok1"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("{\"operation\":\"query\",\"query\":\"SELECT Id, CreatedDate, SystemModstamp FROM Lead\"}")));
    }

    @Test
    void waitsUntilTheJobIsComplete() {
        state("UploadComplete", "");
        assertThat(next(JOB)).isEqualTo(new Piece(List.of(), JOB, null, Duration.ofSeconds(5)));
        state("InProgress", "");
        assertThat(next(JOB).position()).isEqualTo(JOB);
        state("JobComplete", ",\"numberRecordsProcessed\":2");
        assertThat(next(JOB)).isEqualTo(new Piece(List.of(), JOB + " -", 2L, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Aborted"})
    void endsWhenTheJobDoesAndLeavesNoneBehind(String state) {
        state(state, ",\"errorMessage\":\"QUERY_TIMEOUT: too long\"");
        hub.provider.stubFor(delete(urlPathEqualTo(JOBS + "/" + JOB)).willReturn(aResponse().withStatus(204)));

        assertThatThrownBy(() -> next(JOB)).isInstanceOf(RefusedException.class).hasMessageContaining(state).hasMessageContaining("QUERY_TIMEOUT");
        hub.provider.verify(deleteRequestedFor(urlPathEqualTo(JOBS + "/" + JOB)));
    }

    @Test
    void makesItemsOfRowsAndGoesOnByTheLocator() {
        hub.provider.stubFor(get(JOBS + "/" + JOB + "/results?maxRecords=500").withHeader("Accept", equalTo("text/csv")).willReturn(csv(HEAD + ONE, 1, "MTAw=")));
        hub.provider.stubFor(get(JOBS + "/" + JOB + "/results?maxRecords=500&locator=MTAw%3D").willReturn(csv(HEAD + TWO, 1, "null")));

        Piece first = next(JOB + " -");
        assertThat(first.position()).isEqualTo(JOB + " MTAw=");
        assertThat(first.items()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo("load-00Q000000000001AAA-2025-03-02T08:00:00Z");
            assertThat(new String(item.body(), StandardCharsets.UTF_8)).doesNotContain("Working");
        });
        Piece second = next(first.position());
        assertThat(second.items()).extracting(Item::id).containsExactly("load-00Q000000000002AAA-2025-03-03T08:00:00Z");
        assertThat(second.position()).isEqualTo(JOB + " .");

        hub.provider.stubFor(delete(urlPathEqualTo(JOBS + "/" + JOB)).willReturn(aResponse().withStatus(204)));
        assertThat(next(second.position()).position()).isNull();
        hub.provider.verify(deleteRequestedFor(urlPathEqualTo(JOBS + "/" + JOB)));

        Event event = event(first.items().get(0));
        assertThat(event.type()).isEqualTo("crm.record.changed");
        assertThat(event.data()).isEqualTo(Map.of("crm", "salesforce", "object", "Lead", "id", "00Q000000000001AAA", "change", "loaded"));
        assertThat(event.time()).isEqualTo(Instant.parse("2025-03-02T08:00:00Z"));
    }

    @Test
    void oneRowTwiceIsOneItemTwice() {
        results(csv(HEAD + ONE + ONE, 2, "null"));
        assertThat(next(JOB + " -").items()).extracting(Item::id).hasSize(2).containsOnly("load-00Q000000000001AAA-2025-03-02T08:00:00Z");
    }

    @Test
    void carriesListedValuesOnly() {
        SalesforceChanges changes = new SalesforceChanges(List.of("salesforce.Lead.Status", "salesforce.Contact.Email", "salesforce.Lead.x) FROM User"));
        assertThat(changes.carried("Lead")).containsExactly("Status");
        byte[] body = "{\"organization\":\"00D\",\"loaded\":{\"object\":\"Lead\",\"id\":\"1\",\"at\":\"2025-03-02T08:00:00Z\",\"values\":{\"Status\":\"a\",\"Email\":\"b\"}}}"
                .getBytes(StandardCharsets.UTF_8);
        Event event = new SalesforceEvents(changes).map(new InboundRequest("salesforce", "load-1", "load/Lead", null, null, null, null, Instant.EPOCH, Map.of(), body))
                .events().get(0);
        assertThat(event.data().get("values")).isEqualTo(Map.of("Status", "a"));
    }

    @Test
    void logsInAgainInTheMiddle() {
        hub.provider.stubFor(get(urlPathEqualTo(JOBS + "/" + JOB + "/results")).withHeader("Authorization", equalTo("Bearer 00D3000000001n7EAA!tok1"))
                .willReturn(refused(401, "INVALID_SESSION_ID")));
        hub.provider.stubFor(get(urlPathEqualTo(JOBS + "/" + JOB + "/results")).withHeader("Authorization", equalTo("Bearer 00D3000000001n7EAA!tok2"))
                .willReturn(csv(HEAD + ONE, 1, "null")));
        assertThat(next(JOB + " -").items()).hasSize(1);
    }

    @Test
    void beginsAnewWhereJobOrLocatorIsGone() {
        results(refused(400, "INVALIDQUERYLOCATOR"));
        assertThatThrownBy(() -> next(JOB + " old")).isInstanceOf(PositionLostException.class).hasMessageContaining("INVALIDQUERYLOCATOR");
        hub.provider.stubFor(get(JOBS + "/" + JOB).willReturn(refused(404, "NOT_FOUND")));
        assertThatThrownBy(() -> next(JOB)).isInstanceOf(PositionLostException.class);
        assertThatThrownBy(() -> next("../../sobjects -")).isInstanceOf(PositionLostException.class);
    }

    @Test
    void endsWhenSalesforceRefuses() {
        hub.provider.stubFor(post(JOBS).willReturn(refused(400, "INVALID_TYPE")));
        assertThatThrownBy(() -> next(null)).isInstanceOf(RefusedException.class).hasMessageContaining("INVALID_TYPE");
        hub.provider.stubFor(post(JOBS).willReturn(refused(403, "API_DISABLED_FOR_ORG")));
        assertThatThrownBy(() -> next(null)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> load().next("salesforce", "Lead WHERE", null)).isInstanceOf(RefusedException.class);
    }

    @Test
    void triesAgainWhatMayPass() {
        results(refused(503, "SERVER_UNAVAILABLE"));
        assertThatThrownBy(() -> next(JOB + " -")).isExactlyInstanceOf(IllegalStateException.class).hasMessageContaining("SERVER_UNAVAILABLE");
        results(refused(403, "REQUEST_LIMIT_EXCEEDED"));
        assertThatThrownBy(() -> next(JOB + " -")).isExactlyInstanceOf(IllegalStateException.class);
        hub.environment.setProperty("hub.provider.salesforce.client-id", "");
        hub.provider.stubFor(get(JOBS + "/" + JOB).willReturn(aResponse().withStatus(200).withBody("<html>").withHeader("Content-Type", "text/html")));
        assertThatThrownBy(() -> next(JOB)).isExactlyInstanceOf(IllegalStateException.class);
    }

    /** Cut within a value, behind a row, or by the hub's own limit; without the words that tell it, or with others'. */
    @Test
    void takesNoPageThatIsNotWhole() {
        String tooLong = HEAD + ONE.repeat(4_000);
        for (ResponseDefinitionBuilder answer : List.of(csv(HEAD + ONE + "\"00Q", 2, "null"), csv(HEAD + ONE, 2, "null"), csv("", 1, "null"),
                csv(HEAD + "\"00Q000000000001AAA\"\n", 1, "null"), csv(HEAD + ONE.replace("00Q000000000001AAA", "x"), 1, "null"), csv(tooLong, 4_000, "null"),
                csv(HEAD + ONE, 1, "null").withHeader("Content-Length", "5000"),
                aResponse().withBody(HEAD).withHeader("Content-Type", "text/csv").withHeader("Sforce-NumberOfRecords", "0"),
                aResponse().withBody(HEAD).withHeader("Content-Type", "text/csv").withHeader("Sforce-Locator", "null"),
                aResponse().withBody("<html>").withHeader("Content-Type", "text/html").withHeader("Sforce-Locator", "null").withHeader("Sforce-NumberOfRecords", "0"))) {
            hub.provider.resetMappings();
            login(Scenario.STARTED, "tok1", "second");
            login("second", "tok2", "second");
            results(answer);
            assertThatThrownBy(() -> next(JOB + " -")).isExactlyInstanceOf(IllegalStateException.class);
        }
        results(csv(HEAD, 0, "null"));
        assertThat(next(JOB + " -").items()).isEmpty();
    }

    /** One byte a second: the call ends by its deadline, not with the page. */
    @Test
    void doesNotWaitForAPageThatTrickles() throws Exception {
        results(csv(HEAD + ONE, 1, "null").withChunkedDribbleDelay(100, 60_000));
        long begun = System.nanoTime();
        var done = hub.context.createProducerTemplate().request("kamelet:salesforce-bulk-query-action?responseTimeout=1500",
                exchange -> exchange.getMessage().setBody(SalesforceBulkCall.results(JOB, null, 500)));
        assertThat(done.getException()).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void loadsAllOfTheSimulatedOrg() {
        try (Simulators simulators = new Simulators(0).start()) {
            settings(simulators.url(SimulatedProvider.of("salesforce").orElseThrow()), "sandbox-client", "sandbox-secret");
            List<String> ids = new ArrayList<>();
            List<Duration> pauses = new ArrayList<>();
            Piece piece = next(null);
            while (piece.position() != null) {
                String job = piece.position();
                piece = next(job);
                pauses.add(piece.pause());
                piece.items().forEach(item -> ids.add(item.id()));
            }
            assertThat(ids).hasSize(1_200).doesNotHaveDuplicates();
            assertThat(pauses).filteredOn(pause -> !pause.isZero()).as("UploadComplete, InProgress").hasSize(2);
        }
    }
}
