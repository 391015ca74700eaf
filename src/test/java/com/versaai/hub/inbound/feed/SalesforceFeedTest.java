package com.versaai.hub.inbound.feed;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.versaai.hub.inbound.feed.PubSubServer.change;
import static com.versaai.hub.inbound.feed.PubSubServer.code;
import static com.versaai.hub.inbound.feed.PubSubServer.events;
import static com.versaai.hub.inbound.feed.PubSubServer.fails;
import static com.versaai.hub.inbound.feed.PubSubServer.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Feed;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.inbound.Receipt;
import com.versaai.hub.provider.ConnectorHarness;
import io.grpc.Metadata;
import io.grpc.Status;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Salesforce's Pub/Sub API, from a gRPC server through the reader and the database to events, with every fault the stream can have. */
@Timeout(60)
class SalesforceFeedTest {

    private static final String TOPIC = "/data/LeadChangeEvent";
    private static final String ONE = "00Q000000000001AAA";
    private static final String TWO = "00Q000000000002AAA";
    private static final FeedReader.Pace QUICK = new FeedReader.Pace(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(100));

    private final List<Receipt> inbox = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<FeedReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private ConnectorHarness hub;
    private PubSubServer salesforce;
    private JdbcTemplate jdbc;

    @BeforeEach
    void start() throws Exception {
        salesforce = new PubSubServer();
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.salesforce.login-url", hub.provider.baseUrl());
        hub.environment.setProperty("hub.provider.salesforce.client-id", "id");
        hub.environment.setProperty("hub.provider.salesforce.client-secret", "s3cret");
        hub.environment.setProperty("hub.provider.salesforce.pubsub-url", salesforce.url());
        hub.environment.setProperty("hub.provider.salesforce.pubsub-topics", TOPIC);
        login(Scenario.STARTED, "tok1", "second");
        login("second", "tok2", "second");
        jdbc = new JdbcTemplate(new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"));
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V9__feeds.sql")).execute(jdbc.getDataSource());
    }

    private void login(String from, String token, String to) {
        hub.provider.stubFor(post("/services/oauth2/token").inScenario("login").whenScenarioStateIs(from).willSetStateTo(to).willReturn(okJson(
                "{\"access_token\":\"00D3000000001n7EAA!" + token + "\",\"instance_url\":\"" + hub.provider.baseUrl() + "\",\"token_type\":\"Bearer\"}")));
    }

    @AfterEach
    void stop() throws Exception {
        readers.forEach(FeedReader::stop);
        for (Thread thread : threads) {
            thread.join(5_000);
        }
        salesforce.close();
        hub.close();
        jdbc.execute("shutdown");
    }

    private Connector connector() {
        return hub.all(Connector.class).values().stream().filter(connector -> connector.name().equals("salesforce")).findFirst().orElseThrow();
    }

    private FeedReader read() {
        return read("node-1", Duration.ofMinutes(5));
    }

    private FeedReader read(String node, Duration silence) {
        Feed feed = connector().feeds().get(0);
        FeedReader reader = new FeedReader(new Impatient(feed, silence), new FeedPositions(jdbc, new ClockWatch(Clock.systemUTC(), System::nanoTime), node), receipt -> {
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

    /** A feed that is taken for dead sooner. */
    private record Impatient(Feed feed, Duration silence) implements Feed {

        @Override
        public String name() {
            return feed.name();
        }

        @Override
        public String source() {
            return feed.source();
        }

        @Override
        public Reading after(String position) {
            return feed.after(position);
        }

        @Override
        public Reading fromOldest() {
            return feed.fromOldest();
        }

        @Override
        public void missed(Instant since, Instant now, Consumer<Item> to) {
            feed.missed(since, now, to);
        }

        @Override
        public Item gap(String since, String reason) {
            return feed.gap(since, reason);
        }
    }

    private static void nothing(GenericRecord record) {
    }

    private static ConsumerEvent update(int number) {
        return change(number, "UPDATE", List.of(ONE), SalesforceFeedTest::nothing);
    }

    private void arrived(int... numbers) {
        List<String> ids = java.util.Arrays.stream(numbers).mapToObj(number -> "event-" + number).toList();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(inbox).extracting(Receipt::providerEventId).containsExactlyElementsOf(ids));
    }

    private String position() {
        List<String> stored = jdbc.queryForList("select position from feed where name = ?", String.class, TOPIC);
        return stored.isEmpty() ? null : stored.get(0);
    }

    private void storedIs(int number) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(position()).isEqualTo(HexFormat.of().formatHex(replay(number).toByteArray())));
    }

    private InboundMapping map(Receipt receipt) {
        return connector().inbound().orElseThrow().map(new InboundRequest(receipt.source(), receipt.providerEventId(), receipt.type(), null, null, null, null,
                receipt.receivedAt(), receipt.headers(), receipt.body()));
    }

    private List<Event> mapped(ConsumerEvent event) {
        salesforce.scripts.add((request, out) -> out.onNext(events(99, event)));
        read();
        await().atMost(20, TimeUnit.SECONDS).until(() -> !inbox.isEmpty());
        return map(inbox.get(0)).events();
    }

    private void set(GenericRecord record, String... bitmaps) {
        ((GenericRecord) record.get("ChangeEventHeader")).put("changedFields", List.of(bitmaps));
    }

    @Test
    void aChangeTellsWhichFieldsAndNotWhatTheyHold() {
        List<Event> events = mapped(change(1, "UPDATE", List.of(ONE, TWO), record -> {
            record.put("Email", "zoe@acme.example");
            record.put("Status", "Working");
            set(record, "0x0C", "1-0x02");
        }));
        assertThat(events).extracting(Event::subject).containsExactly("salesforce-Lead-" + ONE, "salesforce-Lead-" + TWO);
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("crm.record.changed");
            assertThat(event.tenant()).isEqualTo("00D3000000001n7EAA");
            assertThat(event.time().toEpochMilli()).isEqualTo(1_760_000_000_001L);
            assertThat(event.data()).containsEntry("change", "updated").containsEntry("fields", List.of("Email", "Status", "Name.LastName"))
                    .containsEntry("user", "005000000000001AAA").containsEntry("changeSource", "com/salesforce/api/rest/68.0").doesNotContainKey("gap");
            assertThat(event.data().toString()).doesNotContain("zoe");
        });
        assertThat(salesforce.credentials).allMatch(said -> said.equals("00D3000000001n7EAA!tok1 00D3000000001n7EAA"));
    }

    @Test
    void everyTypeOfChangeHasItsWord() {
        Map<String, String> words = Map.of("CREATE", "created", "UPDATE", "updated", "DELETE", "deleted", "UNDELETE", "restored", "GAP_CREATE", "created", "GAP_DELETE", "deleted");
        List<String> types = List.copyOf(words.keySet());
        ConsumerEvent[] all = new ConsumerEvent[types.size()];
        java.util.Arrays.setAll(all, i -> change(i + 1, types.get(i), List.of(ONE), SalesforceFeedTest::nothing));
        salesforce.scripts.add((request, out) -> out.onNext(events(50, all)));
        read();
        await().atMost(20, TimeUnit.SECONDS).until(() -> inbox.size() == all.length);
        for (int i = 0; i < all.length; i++) {
            Map<String, Object> data = map(inbox.get(i)).events().get(0).data();
            assertThat(data).containsEntry("change", words.get(types.get(i)));
            assertThat(data.containsKey("gap")).as(types.get(i)).isEqualTo(types.get(i).startsWith("GAP_"));
        }
    }

    @Test
    void ofTooManyChangesAtOnceSomebodyIsTold() {
        List<Event> events = mapped(change(1, "GAP_OVERFLOW", List.of("000000000000000AAA"), SalesforceFeedTest::nothing));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("integration.failed");
            assertThat(event.data().get("error").toString()).contains(TOPIC).contains("Lead");
        });
    }

    @Test
    void aTypeOfTomorrowIsKept() {
        mapped(change(1, "SOMETHING_NEW", List.of(ONE), SalesforceFeedTest::nothing));
        assertThat(map(inbox.get(0)).outcome()).isEqualTo(InboundMapping.Outcome.UNKNOWN);
    }

    @Test
    void thePositionIsStoredWhenKafkaHasItAndMoreIsAskedForThen() throws Exception {
        ConsumerEvent[] hundred = new ConsumerEvent[100];
        java.util.Arrays.setAll(hundred, i -> update(i + 1));
        salesforce.scripts.add((request, out) -> out.onNext(events(0, hundred)));
        read();
        FetchRequest first = salesforce.opened();
        assertThat(first.getReplayPreset()).isEqualTo(ReplayPreset.LATEST);
        assertThat(first.getNumRequested()).isEqualTo(100);
        assertThat(salesforce.further.poll(20, TimeUnit.SECONDS)).isNotNull().satisfies(more -> assertThat(more.getNumRequested()).isEqualTo(100));
        assertThat(inbox).as("before more was asked for").hasSize(100);
        storedIs(100);
    }

    @Test
    void whatKafkaHasNotTakenComesAgain() throws Exception {
        refusals.set(1);
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(1))));
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(1))));
        FeedReader reader = read();
        assertThat(salesforce.opened().getReplayPreset()).isEqualTo(ReplayPreset.LATEST);
        assertThat(salesforce.opened().getReplayPreset()).as("nothing was stored").isEqualTo(ReplayPreset.LATEST);
        arrived(1);
        storedIs(1);
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(reader.state().word()).isEqualTo(FeedState.Word.READING));
    }

    private void goesOnAfter(PubSubServer.Script fault) throws Exception {
        salesforce.scripts.add((request, out) -> {
            out.onNext(events(99, update(1)));
            fault.run(request, out);
        });
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(2))));
        read("node-1", Duration.ofMillis(300));
        salesforce.opened();
        FetchRequest second = salesforce.opened();
        assertThat(second.getReplayPreset()).isEqualTo(ReplayPreset.CUSTOM);
        assertThat(second.getReplayId()).isEqualTo(replay(1));
        arrived(1, 2);
        storedIs(2);
    }

    @Test
    void aStreamThatStallsIsOpenedAgain() throws Exception {
        goesOnAfter((request, out) -> { });
    }

    @Test
    void aStreamThatTheServerEndsIsOpenedAgain() throws Exception {
        goesOnAfter((request, out) -> out.onCompleted());
    }

    @Test
    void anErrorWithABinaryTrailerIsAnErrorLikeAnother() throws Exception {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {(byte) 0xff, 0, (byte) 0xc3});
        trailers.put(Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER), "sfdc.platform.eventbus.grpc.service.unavailable");
        goesOnAfter((request, out) -> fails(Status.UNAVAILABLE, trailers).run(request, out));
    }

    @Test
    void aSignOfLifeKeepsTheStreamAndMovesThePosition() throws Exception {
        salesforce.scripts.add((request, out) -> out.onNext(PubSubServer.alive(7)));
        read();
        storedIs(7);
        assertThat(inbox).isEmpty();
        salesforce.opened();
        assertThat(salesforce.first.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aPositionThatSalesforceDoesNotKnowAnyMoreIsToldAndTheRestIsReadFromTheOldest() throws Exception {
        salesforce.scripts.add((request, out) -> {
            out.onNext(events(99, update(1)));
            fails(Status.INVALID_ARGUMENT, code("sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted")).run(request, out);
        });
        salesforce.scripts.add(fails(Status.UNAVAILABLE, new Metadata()));
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(5))));
        read();
        salesforce.opened();
        for (int i = 0; i < 2; i++) {
            assertThat(salesforce.opened().getReplayPreset()).as("also after another failure").isEqualTo(ReplayPreset.EARLIEST);
        }
        storedIs(5);
        assertThat(inbox).hasSize(3);
        assertThat(map(inbox.get(1)).events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("integration.failed");
            assertThat(event.data()).containsEntry("service", "salesforce").containsEntry("class", "GAP");
        });
    }

    private static String record(int number, String modified, String created, boolean deleted) {
        return "{\"attributes\":{\"type\":\"Lead\"},\"Id\":\"00Q%012dAAA\",\"SystemModstamp\":\"%s\",\"CreatedDate\":\"%s\",\"IsDeleted\":%s}".formatted(number, modified, created, deleted);
    }

    private void lostDaysAgo(int days) {
        jdbc.update("insert into feed (name, position, from_oldest, stored_at) values (?, '0a', false, ?)", TOPIC,
                Timestamp.from(Instant.now().minus(Duration.ofDays(days))));
        salesforce.scripts.add(fails(Status.INVALID_ARGUMENT, code("sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed")));
    }

    /** The replay id is older than 72 hours. */
    @Test
    void whatSalesforceDoesNotKeepAnyMoreIsLookedForInItsRecords() throws Exception {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < 198; i++) {
            page.append(record(i, "2025-10-09T08:53:20.000+0000", "2020-01-01T00:00:00.000+0000", false)).append(',');
        }
        page.append(record(198, "2025-10-09T08:53:21.000+0000", "2020-01-01T00:00:00.000+0000", true)).append(',');
        page.append(record(199, "2025-10-09T08:53:21.000+0000", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000+0000"), false));
        hub.provider.stubFor(get(urlPathEqualTo("/services/data/v68.0/queryAll")).willReturn(okJson("{\"done\":true,\"totalSize\":200,\"records\":[" + page + "]}")));
        hub.provider.stubFor(get(urlPathEqualTo("/services/data/v68.0/queryAll")).withQueryParam("q", containing("SystemModstamp = 2025-10-09T08:53:21Z AND Id > '00Q000000000199AAA'"))
                .willReturn(okJson("{\"done\":true,\"totalSize\":1,\"records\":[" + record(200, "2025-10-09T08:53:22.000+0000", "2020-01-01T00:00:00.000+0000", false) + "]}")));
        lostDaysAgo(5);
        read();
        salesforce.opened();
        assertThat(salesforce.opened().getReplayPreset()).isEqualTo(ReplayPreset.EARLIEST);
        assertThat(inbox).hasSize(202);
        List<Event> events = inbox.stream().skip(1).map(receipt -> map(receipt).events().get(0)).toList();
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events).allSatisfy(event -> assertThat(event.data()).containsEntry("gap", true).containsEntry("object", "Lead"));
        assertThat(events).extracting(event -> event.data().get("change")).contains("updated", "deleted", "created");
        hub.provider.verify(2, getRequestedFor(urlPathEqualTo("/services/data/v68.0/queryAll")).withHeader("Authorization", equalTo("Bearer 00D3000000001n7EAA!tok1"))
                .withQueryParam("q", matching("SELECT Id, SystemModstamp, CreatedDate, IsDeleted FROM Lead WHERE SystemModstamp < \\S+ AND .* ORDER BY SystemModstamp, Id LIMIT 200")));
    }

    @Test
    void aQueryThatFailsIsMadeAgainAndOneThatIsRefusedIsTold() throws Exception {
        hub.provider.stubFor(get(urlPathEqualTo("/services/data/v68.0/queryAll")).inScenario("query").willSetStateTo("again").willReturn(serverError()));
        hub.provider.stubFor(get(urlPathEqualTo("/services/data/v68.0/queryAll")).inScenario("query").whenScenarioStateIs("again").willReturn(aResponse().withStatus(400)
                .withHeader("Content-Type", "application/json").withBody("[{\"errorCode\":\"INVALID_TYPE\",\"message\":\"sObject type 'Lead' is not supported.\"}]")));
        lostDaysAgo(5);
        lost();
        read();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(jdbc.queryForObject("select from_oldest from feed", Boolean.class)).isTrue());
        assertThat(inbox.stream().map(Receipt::providerEventId).distinct()).hasSize(2);
        Receipt told = inbox.get(inbox.size() - 1);
        assertThat(map(told).events().get(0).data().get("error").toString()).contains("INVALID_TYPE");
    }

    private void lost() {
        salesforce.scripts.add(fails(Status.INVALID_ARGUMENT, code("sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed")));
    }

    @Test
    void whatSalesforceStillHasIsNotLookedForTwice() throws Exception {
        lostDaysAgo(1);
        read();
        salesforce.opened();
        assertThat(salesforce.opened().getReplayPreset()).isEqualTo(ReplayPreset.EARLIEST);
        hub.provider.verify(0, getRequestedFor(urlPathEqualTo("/services/data/v68.0/queryAll")));
    }

    @Test
    void whatIsStoredAndNoReplayIdIsAGapToo() throws Exception {
        jdbc.update("insert into feed (name, position, from_oldest) values (?, 'nonsense', false)", TOPIC);
        read();
        assertThat(salesforce.opened().getReplayPreset()).isEqualTo(ReplayPreset.EARLIEST);
        assertThat(inbox).singleElement().satisfies(gap -> assertThat(map(gap).events().get(0).type()).isEqualTo("integration.failed"));
    }

    @Test
    void aSchemaThatCannotBeHadOnceLosesNothing() throws Exception {
        salesforce.schemaFaults.add(Status.UNAVAILABLE);
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(1))));
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(1), update(2))));
        read();
        arrived(1, 2);
        assertThat(map(inbox.get(0)).events()).hasSize(1);
    }

    @Test
    void whatCannotBeDecodedIsKeptAndHoldsNobodyUp() throws Exception {
        salesforce.schemaFaults.add(Status.NOT_FOUND);
        salesforce.scripts.add((request, out) -> out.onNext(events(97, update(1), PubSubServer.event(2, new byte[] {1, 2, 3}), update(3))));
        read();
        arrived(1, 2, 3);
        storedIs(3);
        for (int i = 0; i < 2; i++) {
            Receipt kept = inbox.get(i);
            assertThatThrownBy(() -> map(kept)).isInstanceOf(UnmappableException.class).hasMessageContaining("s-1");
        }
        assertThat(map(inbox.get(2)).events()).hasSize(1);
    }

    @Test
    void aTokenThatIsRefusedIsFetchedAnew() throws Exception {
        salesforce.scripts.add(fails(Status.UNAUTHENTICATED, code("sfdc.platform.eventbus.grpc.service.auth.error")));
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(1))));
        read();
        arrived(1);
        assertThat(salesforce.credentials.get(0)).contains("tok1");
        assertThat(salesforce.credentials.get(1)).contains("tok2");
    }

    @Test
    void oneNodeReadsAndAnotherGoesOnWhereItWas() throws Exception {
        salesforce.scripts.add((request, out) -> out.onNext(events(99, update(1))));
        FeedReader one = read("node-1", Duration.ofMinutes(5));
        arrived(1);
        storedIs(1);
        FeedReader two = read("node-2", Duration.ofMinutes(5));
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(two.state().word()).isEqualTo(FeedState.Word.ELSEWHERE));
        salesforce.opened();
        assertThat(salesforce.first.poll(300, TimeUnit.MILLISECONDS)).as("the second has not subscribed").isNull();

        one.stop();
        FetchRequest taken = salesforce.opened();
        assertThat(taken.getReplayId()).isEqualTo(replay(1));
    }

    /** A node that was stopped by its machine and wakes up late must not set the position back. */
    @Test
    void whoeverHasLostTheLeaseStoresNothing() {
        FeedPositions one = new FeedPositions(jdbc, new ClockWatch(Clock.systemUTC(), System::nanoTime), "node-1");
        FeedPositions two = new FeedPositions(jdbc, new ClockWatch(Clock.systemUTC(), System::nanoTime), "node-2");
        assertThat(one.lease(TOPIC)).isTrue();
        assertThat(two.lease(TOPIC)).isFalse();
        assertThat(one.store(TOPIC, "01")).isTrue();
        jdbc.update("update feed set lease_until = ?", java.sql.Timestamp.from(Clock.systemUTC().instant().minusSeconds(1)));
        assertThat(two.lease(TOPIC)).isTrue();
        assertThat(two.store(TOPIC, "02")).isTrue();
        assertThat(one.store(TOPIC, "01")).isFalse();
        assertThat(one.lost(TOPIC)).isFalse();
        assertThat(two.place(TOPIC).position()).isEqualTo("02");
        one.release(TOPIC);
        assertThat(one.lease(TOPIC)).isFalse();
    }

    @Test
    void withoutTopicsNothingIsReadAndNonsenseIsSaid() {
        hub.environment.setProperty("hub.provider.salesforce.pubsub-topics", "");
        assertThat(connector().feeds()).isEmpty();
        hub.environment.setProperty("hub.provider.salesforce.pubsub-topics", "/data/LeadChangeEvent, /event/Order_Placed__e");
        assertThat(connector().feeds()).extracting(Feed::name).containsExactly(TOPIC, "/event/Order_Placed__e");
        for (String wrong : List.of("Lead", "/topic/Lead", "/data/../x", "/data/Lead ChangeEvent")) {
            hub.environment.setProperty("hub.provider.salesforce.pubsub-topics", wrong);
            assertThatThrownBy(() -> connector().feeds()).as(wrong).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("pubsub-topics");
        }
    }

    @Test
    void aPlatformEventKeepsItsName() {
        InboundMapping mapping = connector().inbound().orElseThrow().map(new InboundRequest("salesforce", "e-1", "/event/Order_Placed__e", null, null, null, null,
                java.time.Instant.EPOCH, Map.of(), "{\"organization\":\"00D3000000001n7EAA\",\"payload\":{\"CreatedDate\":1760000000000,\"Email__c\":\"zoe@acme.example\"}}".getBytes()));
        assertThat(mapping.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("salesforce.order_placed");
            assertThat(event.data()).isEqualTo(Map.of("event", "Order_Placed__e"));
            assertThat(event.time().toEpochMilli()).isEqualTo(1_760_000_000_000L);
        });
    }

}
