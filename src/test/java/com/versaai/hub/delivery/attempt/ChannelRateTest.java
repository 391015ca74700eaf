package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.delivery.destination.DeliveryProperties.KeyRate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import com.versaai.hub.delivery.destination.DeliveryProperties.Rate;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.plan.DeliveryPlan;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand messages to three channels of a Slack that counts: the real limits, the real kamelet, and a queue of four partitions with a
 * consumer each, as the record keys spread them. Forty times as fast as Slack, on both sides.
 */
class ChannelRateTest {

    private static final int MANY = 1000;
    private static final int PARTITIONS = 4;
    private static final int PER_SECOND = 40;
    private static final List<String> CHANNELS = List.of("#growth", "#revenue", "#support");
    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Records records = new Records();
    private final Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withLedgerEntries(5000)
            // No burst to speak of: two are one that the network has held up.
            .withOptions(Map.of("slack-channel-rate", List.of(String.valueOf(PER_SECOND), "3")))).start();
    private final ExecutorService consumers = Executors.newFixedThreadPool(PARTITIONS);
    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        SLACK.settings("http://localhost:" + simulators.port()).forEach((name, value) -> {
            if (!name.contains(".webhooks.")) {
                hub.environment.setProperty(name, value);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        consumers.shutdownNow();
        hub.close();
        simulators.close();
        records.close();
    }

    @Test
    void aThousandMessagesProvokeNo429AndKeepTheirOrderInEachChannel() throws Exception {
        Destinations destinations = destinations(0);
        long begun = System.nanoTime();

        deliver(destinations, IntStream.range(0, MANY).mapToObj(i -> delivery(i, CHANNELS.get(i % CHANNELS.size()))).toList());

        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(simulators.effects().refusals(SLACK)).as("429 and others").isEmpty();
        for (int c = 0; c < CHANNELS.size(); c++) {
            int channel = c;
            assertThat(arrived(CHANNELS.get(c))).isEqualTo(IntStream.range(0, MANY).filter(i -> i % CHANNELS.size() == channel).boxed().toList());
        }
        double alone = (double) MANY / CHANNELS.size() / PER_SECOND;
        assertThat(seconds).as("each at its own rate, together").isBetween(alone - 1, alone * 2);
    }

    @Test
    void aChannelWithALongQueueHoldsNoOther() throws Exception {
        Destinations destinations = destinations(0);
        List<Delivery> both = new ArrayList<>(IntStream.range(0, 400).mapToObj(i -> delivery(i, "#growth")).toList());
        both.addAll(IntStream.range(400, 420).mapToObj(i -> delivery(i, "#revenue")).toList());
        List<Future<?>> running = start(destinations, both);

        await().atMost(Duration.ofSeconds(8)).until(() -> arrived("#revenue").size() == 20);

        assertThat(arrived("#growth").size()).as("of 400, which need ten seconds").isLessThan(380);
        for (Future<?> one : running) {
            one.cancel(true);
        }
    }

    @Test
    void theWorkspacesOwnLimitHoldsForAllChannelsTogether() throws Exception {
        Destinations destinations = destinations(PER_SECOND);
        long begun = System.nanoTime();

        deliver(destinations, IntStream.range(0, 3 * PER_SECOND).mapToObj(i -> delivery(i, CHANNELS.get(i % CHANNELS.size()))).toList());

        // Those of the first burst come at once.
        assertThat((System.nanoTime() - begun) / 1e9).isGreaterThan(1.8);
    }

    @Test
    void theKeyOfARecordIsTheChannelAndWithoutOneTheSubject() {
        Destinations destinations = destinations(0);
        assertThat(destinations.get("slack").queueKey(delivery(1, "#growth").payload(), "u-1")).isEqualTo("#growth");
        assertThat(destinations.get("slack").queueKey(JSON.createObjectNode(), "u-1")).isEqualTo("u-1");
        assertThat(destinations.get("slack").queueKey(JSON.createObjectNode().put("channel", " "), "u-1")).isEqualTo("u-1");
        assertThat(destinations.get("hubspot").queueKey(delivery(1, "#growth").payload(), "u-1")).isEqualTo("u-1");
    }

    @Test
    void whatIsPlannedAndWhatComesBackFromParkingWaitsWithItsChannel() throws Exception {
        DeliveryPlan plan = new DeliveryPlan(records.destinations, Fixtures.mappings(), records.json, records.clock);
        Exchange exchange = new DefaultExchange(records.camel);
        exchange.getMessage().setBody(Fixtures.event("user-registered"));
        plan.begin(exchange, "user-events-notify");
        plan.add(exchange, "slack", "user-registered", "new user");
        assertThat(plan.records(exchange)).singleElement().satisfies(record -> assertThat(record.getHeader(KafkaConstants.KEY)).isEqualTo("#growth"));

        Exchange failed = records.found(delivery(1, "#revenue"));
        records.fail(failed, FaultClass.TRANSIENT);
        records.outcomes.park(failed);
        records.clock.forward(Duration.ofMinutes(1));
        List<Message> due = new Parking(records.destinations, records.jdbc, records.watch).due(new DefaultExchange(records.camel));
        assertThat(due).singleElement().satisfies(record -> assertThat(record.getHeader(KafkaConstants.KEY)).isEqualTo("#revenue"));
    }

    private static Destinations destinations(long workspace) {
        Policy slack = new Policy(null, null, new Rate(workspace, null), new KeyRate(null, 1L, Duration.ofMillis(1000 / PER_SECOND)), null);
        return Records.destinations(Records.settings(Records.settings().defaults(), Map.of("slack", Records.said(true, slack))));
    }

    private Delivery delivery(int number, String channel) {
        ObjectNode payload = JSON.createObjectNode().put("channel", channel).put("text", "message " + number);
        String event = "e" + number;
        return new Delivery(event + "/slack/lead", "slack", "lead", event, "user.registered", "u-" + number, Records.NOON, null, null, null, 0, null, null,
                payload);
    }

    private void deliver(Destinations destinations, List<Delivery> deliveries) throws Exception {
        for (Future<?> one : start(destinations, deliveries)) {
            one.get(120, TimeUnit.SECONDS);
        }
    }

    /** One consumer per partition, as Kafka's partitioner spreads the keys. */
    private List<Future<?>> start(Destinations destinations, List<Delivery> deliveries) {
        RateLimits rates = new RateLimits(destinations, TokenBuckets.local(),
                new Claims(destinations, Duration.ofSeconds(90), records.store, records.watch), new Stopping());
        List<List<Delivery>> partitions = new ArrayList<>();
        IntStream.range(0, PARTITIONS).forEach(i -> partitions.add(new ArrayList<>()));
        deliveries.forEach(one -> partitions.get(Utils.toPositive(Utils.murmur2(
                destinations.get("slack").queueKey(one.payload(), one.subject()).getBytes())) % PARTITIONS).add(one));
        List<Future<?>> running = new ArrayList<>();
        partitions.forEach(partition -> running.add(consumers.submit(() -> {
            for (Delivery one : partition) {
                rates.take(records.exchange(one));
                Exchange done = hub.send("slack-message-sink", one.payload().toString(), Map.of());
                assertThat(done.getException()).isNull();
            }
            return null;
        })));
        return running;
    }

    private List<Integer> arrived(String channel) {
        return simulators.effects().of(SLACK).stream().filter(effect -> effect.key().startsWith(channel + '|')).map(Effect::body)
                .map(body -> Integer.valueOf(body.replaceAll(".*message (\\d+).*", "$1"))).toList();
    }
}
