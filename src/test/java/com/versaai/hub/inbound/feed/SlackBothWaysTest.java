package com.versaai.hub.inbound.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.app_backend.SlackSignature;
import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.inbound.Intake;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.Providers;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the Events API brings and what the history brings, side by side through the whole hub to a destination. */
@HubTest
@Timeout(120)
class SlackBothWaysTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final String CHANNEL = "C0GROWTH";
    private static final String FEED = "slack-history-" + CHANNEL;
    private static final String SETTINGS = "hub.provider.slack.";
    private static final FeedReader.Pace QUICK = new FeedReader.Pace(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(100));

    @Autowired
    private Hub hub;
    @Autowired
    private Intake intake;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private CamelContext camel;
    @Autowired
    private Circuits circuits;

    private final String id = UUID.randomUUID().toString();
    private final String subscriber = "both-ways-" + id;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> added = new TreeSet<>();
    private ConnectorHarness harness;
    private FeedReader reader;

    @BeforeEach
    void start() throws Exception {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        Set<String> before = routes();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:hub-event-source?topics=hub.events.slack.message.received&subscriber=" + subscriber)
                    .routeId(subscriber)
                    .routeConfigurationId("hub-events")
                    .to("kamelet:hub-delivery-sink?to=segment&action=track&why=test");
            }
        });
        added.addAll(routes());
        added.removeAll(before);
        harness = new ConnectorHarness();
        Map<String, String> settings = new HashMap<>(Map.of("base-url", hub.simulators().url(SLACK) + "/api", "bot-token", "xoxb-sandbox", "history-channels", CHANNEL,
                "history-every", "1h", "history-look-back", "5s", "history-calls-per-minute", "6000"));
        settings.forEach((name, value) -> harness.environment.setProperty(SETTINGS + name, value));
        // What other tests have said there before is no concern of this one's.
        jdbc.update("insert into feed (name, position, from_oldest, stored_at) values (?, ?, false, ?)", FEED, stamp(Instant.now()), Timestamp.from(Instant.now()));
    }

    @AfterEach
    void stop() throws Exception {
        if (reader != null) {
            reader.stop();
        }
        for (Thread thread : threads) {
            thread.join(5_000);
        }
        harness.close();
        jdbc.update("delete from feed where name = ?", FEED);
        // With the kamelet's own, which would go on reading for nobody.
        for (String route : added) {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        }
    }

    private Set<String> routes() {
        return camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String stamp(Instant time) {
        return "%010d.%06d".formatted(time.getEpochSecond(), time.getNano() / 1000);
    }

    private void read() {
        Connector slack = harness.all(Connector.class).values().stream().filter(connector -> connector.name().equals("slack")).findFirst().orElseThrow();
        reader = new FeedReader(slack.feeds().get(0), new FeedPositions(jdbc, new ClockWatch(Clock.systemUTC(), System::nanoTime), "both-ways"), intake::accept,
                Clock.systemUTC(), QUICK);
        Thread thread = new Thread(reader);
        threads.add(thread);
        thread.start();
    }

    /** A pass has taken in all that was said before. */
    private void passEnds(String ts) {
        await().atMost(Hub.SOON).until(() -> jdbc.queryForObject("select position from feed where name = ?", String.class, FEED),
                position -> !position.contains(" ") && position.compareTo(ts) > 0);
    }

    /** A person writes; the ts. */
    private String says(String text) {
        JsonNode answer = Web.post(hub.simulators().url(SLACK) + "/api/chat.postMessage", Web.json("Bearer xoxp-sandbox"),
                "{\"channel\":\"#growth\",\"text\":\"" + text + "\"}").json();
        assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
        return answer.path("ts").asText();
    }

    /** Slack sends it, signed by Slack's own library. */
    private void webhook(String body, int retry) {
        String time = String.valueOf(Instant.now().getEpochSecond());
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json", "X-Slack-Request-Timestamp", time,
                "X-Slack-Signature", new SlackSignature.Generator("slack-signing-secret-sandbox").generate(time, body)));
        if (retry > 0) {
            headers.put("X-Slack-Retry-Num", String.valueOf(retry));
            headers.put("X-Slack-Retry-Reason", "http_timeout");
        }
        Hub.Answer answer = hub.callAs(null, "POST", "/webhooks/slack/events", body.getBytes(StandardCharsets.UTF_8), headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private String message(String ts, String text) {
        return "{\"team_id\":\"T000\",\"api_app_id\":\"A000\",\"type\":\"event_callback\",\"event_id\":\"Ev" + id + "\",\"event_time\":" + ts.replaceFirst("\\..*", "")
                + ",\"authorizations\":[{\"enterprise_id\":null,\"team_id\":\"T000\",\"user_id\":\"U000HUB\",\"is_bot\":true}],\"event\":{\"type\":\"message\","
                + "\"user\":\"U000ANA\",\"text\":\"" + text + "\",\"ts\":\"" + ts + "\",\"team\":\"T000\",\"channel\":\"" + CHANNEL
                + "\",\"channel_type\":\"channel\",\"event_ts\":\"" + ts + "\"}}";
    }

    /** The outcomes of that many requests, whichever way they came. */
    private void mapped(String providerEventId, int many) {
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(jdbc.queryForList("select outcome from receipt where provider_event_id = ?", String.class,
                providerEventId)).hasSize(many));
    }

    /** One row, one delivery, one call, though each way has brought it. */
    private void isOne(String ts) {
        String origin = "message-" + CHANNEL + '-' + ts;
        List<String> events = jdbc.queryForList("select id from event where originid = ?", String.class, origin);
        assertThat(events).hasSize(1);
        hub.deliveryWhen(events.get(0), "segment", "delivered");
        // What comes behind it in the same queue has been looked at when this is there.
        String later = says("later " + id);
        webhook(message(later, "later").replace("Ev" + id, "EvLater" + id), 0);
        await().atMost(Hub.SOON).until(() -> jdbc.queryForObject("""
                select count(*) from delivery where state = 'delivered' and event_id in (select id from event where originid = ?)""", Integer.class,
                "message-" + CHANNEL + '-' + later) == 1);
        assertThat(jdbc.queryForObject("select count(*) from delivery where event_id = ?", Integer.class, events.get(0))).isEqualTo(1);
        assertThat(jdbc.queryForObject("select count(*) from attempt where delivery_id like ?", Integer.class, events.get(0) + "/%")).isEqualTo(1);
        // Each event has its own messageId there, by which Segment would hide that it was told twice.
        assertThat(hub.simulators().effects().of(Providers.SEGMENT)).isNotEmpty().allSatisfy(effect -> assertThat(effect.requests()).isEqualTo(1));
    }

    @Test
    void whatTheDoorHasBroughtTenTimesTheHistoryBringsNoEleventh() {
        String ts = says("hola " + id);
        for (int retry = 0; retry <= 10; retry++) {
            webhook(message(ts, "hola " + id), retry);
        }
        mapped("Ev" + id, 11);
        assertThat(jdbc.queryForList("select outcome from receipt where provider_event_id = ?", String.class, "Ev" + id)).filteredOn("duplicate"::equals).hasSize(10);
        read();
        passEnds(ts);
        mapped("message-" + CHANNEL + '-' + ts, 1);
        isOne(ts);
    }

    @Test
    void whatTheHistoryHasBroughtTheDoorBringsNoSecondTime() {
        String ts = says("hola " + id);
        read();
        passEnds(ts);
        mapped("message-" + CHANNEL + '-' + ts, 1);
        webhook(message(ts, "hola " + id), 0);
        mapped("Ev" + id, 1);
        isOne(ts);
    }

    /** The history is read each hour here, and what was held back is there long before. */
    @Test
    void whatSlackHeldBackIsFetchedWhenItSaysSo() {
        read();
        passEnds(stamp(Instant.now().minusMillis(1)));
        String ts = says("held back " + id);
        String origin = "message-" + CHANNEL + '-' + ts;
        await().during(1, TimeUnit.SECONDS).atMost(10, TimeUnit.SECONDS).until(() -> jdbc.queryForList("select location from receipt where provider_event_id = ?",
                origin).isEmpty());
        webhook("{\"token\":\"unused\",\"type\":\"app_rate_limited\",\"team_id\":\"T" + Math.abs(id.hashCode()) + "\",\"minute_rate_limited\":"
                + Instant.now().getEpochSecond() / 60 * 60 + ",\"api_app_id\":\"A000\"}", 0);
        mapped(origin, 1);
        isOne(ts);
    }
}
