package com.versaai.hub;

import static com.versaai.hub.support.Providers.AMPLITUDE;
import static com.versaai.hub.support.Providers.GA4;
import static com.versaai.hub.support.Providers.GROQ;
import static com.versaai.hub.support.Providers.HUBSPOT;
import static com.versaai.hub.support.Providers.MIXPANEL;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SEGMENT;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.support.Cluster.Node;
import com.versaai.hub.support.Cluster;
import com.versaai.hub.support.Hub;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two nodes on one Kafka, PostgreSQL and Redis: the real servers, and the profile that production runs with. */
class ClusterTest {

    private static final List<SimulatedProvider> ALL = List.of(SALESFORCE, HUBSPOT, GA4, MIXPANEL, AMPLITUDE, SEGMENT, SLACK);
    private static final int PARTITIONS = 8;
    private static final StripeSamples SAMPLES = new StripeSamples(Clock.systemUTC());
    private static Cluster cluster;

    private Node one;
    private Node two;

    @BeforeAll
    static void startEngines() throws IOException {
        cluster = Cluster.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void startNodes() throws Exception {
        List<Node> nodes = cluster.nodes(2);
        one = nodes.get(0);
        two = nodes.get(1);
        awaitSharedWork("hub.inbox-map", 4);
        awaitSharedWork("hub.slack-deliver", 4);
        awaitSharedWork("hub.hubspot-deliver", 4);
        cluster.simulators().faults().clear();
        cluster.simulators().effects().reset();
    }

    /** Both nodes have their consumers in the group, and each of them a fair part of the partitions. */
    private void awaitSharedWork(String group, int consumersPerNode) throws Exception {
        Admin admin = one.context().getBean(Admin.class);
        int members = 2 * consumersPerNode;
        await(group).atMost(Duration.ofSeconds(60)).until(() -> admin.describeConsumerGroups(List.of(group)).all().get().get(group)
                .members().stream().filter(member -> member.assignment().topicPartitions().size() == PARTITIONS / members).count() == members);
    }

    @Test
    void deliversOnceWhateverNodeIsAskedHoweverOftenAndThoughOneStops() throws Exception {
        List<StripeSample> payments = payments(40);
        for (int i = 0; i < payments.size(); i++) {
            if (i == 20) {
                CompletableFuture.runAsync(() -> two.context().close());
            }
            Node first = i < 20 && i % 2 == 0 ? two : one;
            Node again = i < 20 && i % 2 == 1 ? two : one;
            assertThat(first.hub().post(payments.get(i)).status()).isEqualTo(200);
            assertThat(again.hub().post(payments.get(i)).status()).isEqualTo(200);
        }

        payments.forEach(payment -> one.hub().timelineWhen(payment.eventId(), "delivered"));

        await().atMost(Hub.SOON).until(() -> !two.context().isActive());
        awaitReadInbox();
        for (SimulatedProvider provider : ALL) {
            assertThat(cluster.simulators().effects().count(provider)).as(provider.path()).isEqualTo(payments.size());
        }
        assertThat(cluster.simulators().effects().of(SLACK)).hasSize(payments.size()).allMatch(effect -> effect.effects() == 1);
    }

    @Test
    void sharesTheWorkAndTheRateOfADestination() {
        // Not Slack's: messages of one channel are one node's, for their order.
        double before = one.attempts("hubspot");
        double beforeOfTwo = two.attempts("hubspot");
        List<StripeSample> payments = payments(40);

        payments.forEach(payment -> one.hub().post(payment));
        await().atMost(Duration.ofSeconds(60)).until(() -> cluster.simulators().effects().count(HUBSPOT) == payments.size());

        assertThat(one.attempts("hubspot") - before).isPositive();
        assertThat(two.attempts("hubspot") - beforeOfTwo).isPositive();
        // At most the burst, and what came back since; two nodes with a rate each would need half the time. A slow machine is slower.
        List<Instant> times = cluster.simulators().effects().of(HUBSPOT).stream().map(Effect::time).sorted(Comparator.naturalOrder()).toList();
        double seconds = Duration.between(times.get(0), times.get(times.size() - 1)).toMillis() / 1000.0;
        assertThat((double) payments.size()).isLessThanOrEqualTo(Cluster.HUBSPOT_RATE + Cluster.HUBSPOT_RATE * seconds + Cluster.HUBSPOT_RATE);
    }

    @Test
    void queuesAParkedDeliveryOnceThoughBothNodesLook() throws Exception {
        cluster.simulators().faults().set(HUBSPOT, FaultSpec.error(503));
        List<StripeSample> payments = payments(20);
        payments.forEach(payment -> two.hub().post(payment));
        payments.forEach(payment -> one.hub().deliveryWhen(payment.eventId(), "hubspot", "parked"));
        cluster.simulators().faults().clear();
        long records = records("hub.deliveries.hubspot");

        one.context().getBean(JdbcTemplate.class).update("update delivery set next_attempt_at = ? where state = 'parked'",
                Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC));

        payments.forEach(payment -> one.hub().deliveryWhen(payment.eventId(), "hubspot", "delivered"));
        assertThat(records("hub.deliveries.hubspot") - records).isEqualTo(payments.size());
        assertThat(cluster.simulators().effects().count(HUBSPOT)).isEqualTo(payments.size());
    }

    @Test
    void goesOnWithoutRedisAndComesBackToIt() throws Exception {
        assertThat(shared(one)).isEqualTo(1);
        cluster.redis().stop();
        try {
            await().atMost(Hub.SOON).until(() -> shared(one) == 0 && shared(two) == 0);
            StripeSample payment = payments(1).get(0);
            assertThat(two.hub().post(payment).status()).isEqualTo(200);
            two.hub().timelineWhen(payment.eventId(), "delivered");
            assertThat(one.hub().call("GET", "/actuator/health/readiness", null, Map.of()).status()).isEqualTo(200);
            assertThat(cluster.simulators().effects().count(SLACK)).isEqualTo(1);
        } finally {
            cluster.redis().startAgain();
        }
        await().atMost(Hub.SOON).until(() -> shared(one) == 1 && shared(two) == 1);
    }

    @Test
    void keepsAnswersOfModelsForAllNodesUnreadableAndAnswersWithoutRedisToo() throws Exception {
        byte[] request = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"geheim\"}]}".getBytes();
        assertThat(ask(one, request).headers()).containsEntry("x-hub-cache", "miss");
        assertThat(ask(two, request).headers()).containsEntry("x-hub-cache", "hit");
        assertThat(cluster.simulators().effects().count(GROQ)).isEqualTo(1);
        try (RedisConnection redis = one.context().getBean(RedisConnectionFactory.class).getConnection()) {
            Set<byte[]> keys = redis.keyCommands().keys("hub:ai:*".getBytes());
            assertThat(keys).hasSize(1).allSatisfy(key -> assertThat(new String(redis.stringCommands().get(key), StandardCharsets.ISO_8859_1))
                    .doesNotContain("geheim", "choices"));
        }
        cluster.redis().stop();
        try {
            double before = cacheErrors(one);
            Hub.Answer answer = ask(one, request);
            assertThat(answer.headers()).containsEntry("x-hub-cache", "miss").doesNotContainKey("x-hub-fallback");
            assertThat(cacheErrors(one)).isGreaterThan(before);
            assertThat(cluster.simulators().effects().count(GROQ)).isEqualTo(2);
        } finally {
            cluster.redis().startAgain();
        }
        await().atMost(Hub.SOON).until(() -> shared(one) == 1 && shared(two) == 1);
    }

    private static Hub.Answer ask(Node node, byte[] request) {
        Hub.Answer answer = node.hub().call("POST", "/v1/chat/completions", request, Map.of("Content-Type", "application/json"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static double cacheErrors(Node node) {
        return node.context().getBean(MeterRegistry.class).counter("hub.ai.cache", "result", "error").count();
    }

    private static List<StripeSample> payments(int howMany) {
        // An amount of its own makes each Slack message another one, a customer of its own spreads them over the partitions.
        List<StripeSample> payments = new ArrayList<>();
        IntStream.range(0, howMany).forEach(i -> payments.add(SAMPLES.make("payment_intent.succeeded",
                StripeSamples.Shape.CURRENT, Map.of("amount", Integer.toString(20_000 + i), "customer", "cus_" + i))));
        return payments;
    }

    private static double shared(Node node) {
        return node.context().getBean(MeterRegistry.class).get("hub.rates.shared").gauge().value();
    }

    /** Everything that was accepted has been looked at, so that a second effect would have happened by now. */
    private void awaitReadInbox() throws Exception {
        Admin admin = one.context().getBean(Admin.class);
        long records = records("hub.inbox");
        await().atMost(Hub.SOON).until(() -> admin.listConsumerGroupOffsets("hub.inbox-map").partitionsToOffsetAndMetadata().get().values()
                .stream().mapToLong(offset -> offset.offset()).sum() == records);
    }

    private long records(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        IntStream.range(0, PARTITIONS).forEach(i -> partitions.put(new TopicPartition(topic, i), OffsetSpec.latest()));
        return one.context().getBean(Admin.class).listOffsets(partitions).all().get().values().stream().mapToLong(o -> o.offset()).sum();
    }
}
