package com.versaai.hub.inbound.feed;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.event.Event;
import com.versaai.hub.inbound.DoorBench;
import com.versaai.hub.inbound.Receipt;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A Slack channel's history, from the simulator (or one that misbehaves) through the reader and the database to the events a webhook would have been. */
@Timeout(60)
class SlackHistoryFeedTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final String CHANNEL = "C0GROWTH";
    private static final String FEED = "slack-history-" + CHANNEL;
    private static final String SETTINGS = "hub.provider.slack.";
    private static final FeedReader.Pace QUICK = new FeedReader.Pace(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(100));
    private static Simulators simulators;

    private final List<Receipt> inbox = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<FeedReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private DoorBench doors;
    private ConnectorHarness hub;
    private JdbcTemplate jdbc;

    @BeforeAll
    static void simulate() {
        simulators = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("slack-channel-rate", List.of("0"), "slack-history", List.of("1", "2")))).start();
    }

    @AfterAll
    static void stopSimulators() {
        simulators.close();
    }

    @BeforeEach
    void start() throws Exception {
        simulators.reset();
        hub = new ConnectorHarness();
        doors = new DoorBench(Path.of("routes", "connectors"), Duration.ofSeconds(20), SETTINGS + "webhook-secrets", "s3cret");
        set("base-url", simulators.url(SLACK) + "/api");
        set("bot-token", "xoxb-sandbox");
        set("history-channels", CHANNEL);
        set("history-every", "1h");
        set("history-calls-per-minute", "6000");
        jdbc = new JdbcTemplate(new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"));
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V9__feeds.sql")).execute(jdbc.getDataSource());
    }

    @AfterEach
    void stop() throws Exception {
        stopReaders();
        hub.close();
        doors.close();
        jdbc.execute("shutdown");
    }

    private void stopReaders() throws InterruptedException {
        readers.forEach(FeedReader::stop);
        for (Thread thread : threads) {
            thread.join(5_000);
        }
    }

    private void set(String name, String value) {
        hub.environment.setProperty(SETTINGS + name, value);
    }

    /** Slack is one that can be made to misbehave. */
    private void misbehaving() {
        set("base-url", hub.provider.baseUrl() + "/api");
        answers("auth.test", "{\"ok\":true,\"team_id\":\"T000\",\"user_id\":\"U000HUB\",\"enterprise_id\":\"E1\"}");
    }

    private void answers(String method, String json) {
        hub.provider.stubFor(post("/api/" + method).willReturn(okJson(json)));
    }

    private Connector connector() {
        return hub.all(Connector.class).values().stream().filter(connector -> connector.name().equals("slack")).findFirst().orElseThrow();
    }

    private FeedReader read() {
        return read("node-1");
    }

    private FeedReader read(String node) {
        FeedReader reader = new FeedReader(connector().feeds().get(0), new FeedPositions(jdbc, new ClockWatch(Clock.systemUTC(), System::nanoTime), node), receipt -> {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("Kafka has not taken it");
            }
            inbox.add(receipt);
        }, Clock.systemUTC(), QUICK);
        Thread thread = new Thread(reader);
        readers.add(reader);
        threads.add(thread);
        thread.start();
        return reader;
    }

    private void passEnds() {
        await().atMost(20, TimeUnit.SECONDS).until(() -> position() != null && !position().contains(" "));
    }

    private String position() {
        List<String> stored = jdbc.queryForList("select position from feed where name = ?", String.class, FEED);
        return stored.isEmpty() ? null : stored.get(0);
    }

    private void at(String position) {
        jdbc.update("insert into feed (name, position, from_oldest, stored_at) values (?, ?, false, ?)", FEED, position, Timestamp.from(Instant.now()));
    }

    private static String stamp(Instant time) {
        return "%010d.%06d".formatted(time.getEpochSecond(), 100);
    }

    /** What a person writes; its ts. */
    private static String says(String text, String... more) {
        StringBuilder json = new StringBuilder("{\"channel\":\"#growth\",\"text\":\"" + text + '"');
        for (int i = 0; i < more.length; i += 2) {
            json.append(",\"").append(more[i]).append("\":\"").append(more[i + 1]).append('"');
        }
        return call("chat.postMessage", "xoxp-sandbox", json.append('}').toString()).path("ts").asText();
    }

    private static JsonNode call(String method, String token, String json) {
        JsonNode answer = Web.post(simulators.url(SLACK) + "/api/" + method, Web.json("Bearer " + token), json).json();
        assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
        return answer;
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        inbox.forEach(receipt -> events.addAll(mapped(receipt.body()).events()));
        return events;
    }

    /** As it is deduplicated, so it is called. */
    private void idsAreTheEvents() {
        assertThat(inbox).filteredOn(receipt -> !mapped(receipt.body()).events().isEmpty())
                .allSatisfy(receipt -> assertThat(mapped(receipt.body()).events().get(0).originid()).isEqualTo(receipt.providerEventId()));
    }

    private InboundMapping mapped(byte[] body) {
        return doors.mapped("slack/events", body, Instant.parse("2026-11-28T10:00:00Z"));
    }

    /** As the Events API sends it, in the shape of Slack's documentation. */
    private Event webhook(String event) {
        return mapped(("{\"token\":\"unused\",\"team_id\":\"T000\",\"api_app_id\":\"A000\",\"type\":\"event_callback\",\"event_id\":\"Ev0" + UUID.randomUUID() + "\",\"event_time\":1760000000,"
                + "\"authorizations\":[{\"enterprise_id\":null,\"team_id\":\"T000\",\"user_id\":\"U000HUB\",\"is_bot\":true}],\"event\":" + event + '}')
                .getBytes(StandardCharsets.UTF_8)).events().get(0);
    }

    private static String message(String ts, String text) {
        return "{\"type\":\"message\",\"user\":\"U000ANA\",\"team\":\"T000\",\"text\":\"" + text + "\",\"ts\":\"" + ts + "\",\"event_ts\":\"" + ts + "\",\"channel\":\""
                + CHANNEL + "\",\"channel_type\":\"channel\"}";
    }

    @Test
    void nothingIsReadUnlessChannelsAreNamed() {
        set("history-channels", "");
        assertThat(connector().feeds()).isEmpty();
        set("history-channels", "C0GROWTH, C0REVENUE,");
        assertThat(connector().feeds()).hasSize(2);
        set("history-channels", "#growth");
        assertThatThrownBy(() -> connector().feeds()).hasMessageContaining("history-channels").hasMessageContaining("#growth");
        set("history-channels", CHANNEL);
        set("history-calls-per-minute", "0");
        assertThatThrownBy(() -> connector().feeds()).hasMessageContaining("history-calls-per-minute");
    }

    @Test
    void aMessageIsTheSameEventWhicheverWayItComes() {
        String ts = says("hola");
        call("chat.postMessage", "xoxb-sandbox", "{\"channel\":\"#growth\",\"text\":\"of the hub itself\"}");
        read();
        passEnds();
        assertThat(inbox).hasSize(2).allSatisfy(receipt -> assertThat(receipt.source()).isEqualTo("slack/events"));
        Event event = events().stream().reduce((one, other) -> {
            throw new AssertionError("more than one");
        }).orElseThrow();
        Event told = webhook(message(ts, "hola"));
        assertThat(event.id()).isEqualTo(told.id());
        assertThat(event.type()).isEqualTo("slack.message.received").isEqualTo(told.type());
        assertThat(event.subject()).isEqualTo(told.subject());
        assertThat(event.data()).containsEntry("text", "hola").containsEntry("ts", ts).containsEntry("teamId", "T000").containsEntry("userId", "U000ANA")
                .containsEntry("channelId", CHANNEL);
        assertThat(webhook(message(ts, "hola")).id()).as("under another event_id").isEqualTo(told.id());
        assertThat(webhook(message("1760000000.000100", "hola")).id()).isNotEqualTo(told.id());
        assertThat(webhook(message(ts, "hola").replace(CHANNEL, "C0OTHER")).id()).isNotEqualTo(told.id());
        assertThat(webhook(message(ts, "hola").replace("\"message\"", "\"app_mention\"")).id()).as("another event").isNotEqualTo(told.id());
    }

    @Test
    void anEditAndADeletionAreTheirOwn() {
        String ts = says("hola");
        says("a reply", "thread_ts", ts);
        String other = says("hola");
        call("chat.update", "xoxp-sandbox", "{\"channel\":\"" + CHANNEL + "\",\"ts\":\"" + other + "\",\"text\":\"adiós\"}");
        call("chat.delete", "xoxp-sandbox", "{\"channel\":\"" + CHANNEL + "\",\"ts\":\"" + ts + "\"}");
        read();
        passEnds();
        String edited = inbox.stream().map(receipt -> StrictJson.tree(receipt.body()).at("/event/message/edited/ts").asText()).filter(text -> !text.isEmpty()).findFirst().orElseThrow();
        String change = "{\"type\":\"message\",\"subtype\":\"message_changed\",\"hidden\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"1760000009.000100\",\"message\":"
                + "{\"type\":\"message\",\"user\":\"U000ANA\",\"text\":\"adiós\",\"ts\":\"" + other + "\",\"edited\":{\"user\":\"U000ANA\",\"ts\":\"" + edited + "\"}},\"previous_message\":"
                + "{\"type\":\"message\",\"user\":\"U000ANA\",\"text\":\"hola\",\"ts\":\"" + other + "\"}}";
        String deletion = "{\"type\":\"message\",\"subtype\":\"message_deleted\",\"hidden\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"1760000009.000200\",\"deleted_ts\":\"" + ts
                + "\",\"previous_message\":{\"type\":\"message\",\"user\":\"U000ANA\",\"text\":\"hola\",\"ts\":\"" + ts + "\"}}";
        assertThat(events()).extracting(Event::id).contains(webhook(message(other, "hola")).id(), webhook(change).id(), webhook(deletion).id())
                .as("the original of what was deleted is gone").doesNotContain(webhook(message(ts, "hola")).id()).doesNotHaveDuplicates().hasSize(4);
        idsAreTheEvents();
        // A link that is shown under it is no edit, and must not pass for the one before.
        String unfurled = change.replace("\"text\":\"hola\",\"ts\":\"" + other + "\"", "\"text\":\"hola\",\"ts\":\"" + other + "\",\"edited\":{\"ts\":\"" + edited + "\"}");
        assertThat(webhook(unfurled).id()).isNotEqualTo(webhook(change).id());
    }

    @Test
    void repliesComeToo() {
        String parent = says("question");
        List<String> ids = new ArrayList<>(List.of(webhook(message(parent, "question")).id()));
        for (int i = 0; i < 5; i++) {
            ids.add(webhook(message(says("answer " + i, "thread_ts", parent), "answer")).id());
        }
        ids.add(webhook(message(says("after", "metadata_note", "none"), "after")).id());
        read();
        passEnds();
        assertThat(events()).extracting(Event::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(events()).filteredOn(event -> event.data().containsKey("threadTs")).hasSize(6);
    }

    @Test
    void aLongHistoryIsReadInPagesAndGoesOnWhereKafkaHasIt() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(webhook(message(says("m" + i), "m")).id());
        }
        set("history-calls-per-minute", "60");
        read();
        await().atMost(20, TimeUnit.SECONDS).until(() -> position() != null && position().contains(" "));
        stopReaders();
        int before = inbox.size();
        assertThat(before).isLessThan(7);
        set("history-calls-per-minute", "6000");
        refusals.set(1);
        read("node-2");
        passEnds();
        assertThat(events()).extracting(Event::id).containsExactlyInAnyOrderElementsOf(ids);
        String top = position();
        says("later");
        stopReaders();
        inbox.clear();
        set("history-look-back", "0s");
        read("node-3");
        await().atMost(20, TimeUnit.SECONDS).until(() -> !top.equals(position()));
        assertThat(inbox).hasSize(1);
    }

    @Test
    void oneNodeReads() {
        says("hola");
        FeedReader one = read("node-1");
        passEnds();
        FeedReader other = read("node-2");
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(other.state().word()).isEqualTo(FeedState.Word.ELSEWHERE));
        assertThat(one.state().word()).isEqualTo(FeedState.Word.READING);
        assertThat(inbox).hasSize(1);
    }

    @Test
    void whatSlackSaysOfWaitingIsHeeded() {
        misbehaving();
        hub.provider.stubFor(post("/api/conversations.history").inScenario("limit").whenScenarioStateIs(Scenario.STARTED).willSetStateTo("free")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "2").withBody("{\"ok\":false,\"error\":\"ratelimited\"}")));
        hub.provider.stubFor(post("/api/conversations.history").inScenario("limit").whenScenarioStateIs("free")
                .willReturn(okJson("{\"ok\":true,\"messages\":[],\"has_more\":false}")));
        long start = System.nanoTime();
        FeedReader reader = read();
        passEnds();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1900));
        assertThat(reader.state().word()).isEqualTo(FeedState.Word.READING);
        hub.provider.verify(2, postRequestedFor(urlPathEqualTo("/api/conversations.history")).withHeader("Authorization", equalTo("Bearer xoxb-sandbox"))
                .withRequestBody(containing("channel=" + CHANNEL)).withRequestBody(containing("oldest=")).withRequestBody(containing("latest=")));
    }

    @Test
    void theCallsOfAllChannelsAreCountedTogether() {
        misbehaving();
        answers("conversations.history", "{\"ok\":true,\"messages\":[],\"has_more\":false}");
        set("history-calls-per-minute", "1");
        read();
        passEnds();
        set("history-channels", "C0OTHER");
        FeedReader other = read();
        await().during(Duration.ofMillis(500)).atMost(5, TimeUnit.SECONDS).untilAsserted(() -> hub.provider.verify(1, postRequestedFor(urlPathEqualTo("/api/conversations.history"))));
        assertThat(other.state().problem()).isNull();
    }

    @Test
    void aChannelThatTheBotIsNotInIsSaidAndAskedForSeldom() {
        misbehaving();
        answers("conversations.history", "{\"ok\":false,\"error\":\"not_in_channel\"}");
        FeedReader reader = read();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(reader.state().problem()).contains("not_in_channel", "invite"));
        await().during(Duration.ofMillis(500)).atMost(5, TimeUnit.SECONDS).untilAsserted(() -> hub.provider.verify(1, postRequestedFor(urlPathEqualTo("/api/conversations.history"))));
        assertThat(position()).isNull();
    }

    private void goesOnAfter(com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder fault, String problem) {
        misbehaving();
        hub.provider.stubFor(post("/api/conversations.history").inScenario("fault").whenScenarioStateIs(Scenario.STARTED).willReturn(fault));
        FeedReader reader = read();
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(reader.state().problem()).contains(problem).doesNotContain("xoxb", "localhost"));
        assertThat(position()).isNull();
        hub.provider.resetScenarios();
        answers("conversations.history", "{\"ok\":true,\"has_more\":false,\"messages\":[" + message("1760000000.000100", "hola") + "]}");
        passEnds();
        assertThat(reader.state().word()).isEqualTo(FeedState.Word.READING);
        assertThat(events()).hasSize(1);
    }

    @Test
    void aFailureOfSlackIsOver() {
        goesOnAfter(aResponse().withStatus(503), "503");
    }

    @Test
    void anInternalErrorIsOver() {
        goesOnAfter(okJson("{\"ok\":false,\"error\":\"internal_error\"}"), "internal_error");
    }

    @Test
    void aRedirectIsNotFollowed() {
        goesOnAfter(aResponse().withStatus(302).withHeader("Location", "http://localhost:1/"), "302");
    }

    @Test
    void anAnswerThatIsTooLargeIsNotRead() {
        goesOnAfter(okJson("{\"ok\":true,\"messages\":[],\"x\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}"), "history-page");
    }

    @Test
    void anAnswerThatIsNoneOfSlacksIsNone() {
        goesOnAfter(aResponse().withBody("<html>"), "no JSON");
    }

    @Test
    void anAnswerWithoutMessagesIsNone() {
        goesOnAfter(okJson("{\"ok\":true}"), "no messages");
    }

    @Test
    void aPageThatLeadsNowhereIsAFailure() {
        goesOnAfter(okJson("{\"ok\":true,\"messages\":[],\"has_more\":true}"), "nothing older");
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() {
        goesOnAfter(okJson("{}").withFixedDelay(12_000), "10 s");
    }

    @Test
    void whatIsOlderThanSlackShowsIsToldAsMissing() {
        misbehaving();
        answers("conversations.history", "{\"ok\":true,\"messages\":[],\"has_more\":false}");
        String since = stamp(Instant.now().minus(Duration.ofDays(100)));
        at(since);
        read();
        await().atMost(20, TimeUnit.SECONDS).until(() -> !since.equals(position()));
        assertThat(events()).singleElement().satisfies(gap -> {
            assertThat(gap.type()).isEqualTo("integration.failed");
            assertThat(gap.data()).containsEntry("service", "slack").containsEntry("class", "GAP");
            assertThat(gap.data().get("error").toString()).contains(CHANNEL).contains("90 days");
        });
        assertThat(position()).isGreaterThan(stamp(Instant.now().minusSeconds(60)));
    }

    @Test
    void whatThePlanHidesIsToldAsMissing() {
        misbehaving();
        answers("conversations.history", "{\"ok\":true,\"messages\":[],\"has_more\":false,\"is_limited\":true}");
        at(stamp(Instant.now().minus(Duration.ofDays(2))));
        read();
        await().atMost(20, TimeUnit.SECONDS).until(() -> !inbox.isEmpty());
        assertThat(events()).singleElement().satisfies(gap -> assertThat(gap.data().get("error").toString()).contains("plan"));
    }

    @Test
    void aPositionThatIsNoneIsAGapAndAllThatIsThereIsRead() {
        at("nonsense");
        says("hola");
        read();
        await().atMost(20, TimeUnit.SECONDS).until(() -> inbox.size() >= 2);
        passEnds();
        assertThat(events()).extracting(Event::type).containsExactly("integration.failed", "slack.message.received");
    }
}
