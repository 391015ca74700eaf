package com.versaai.hub.inbound.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.PositionLostException;
import com.versaai.hub.connector.FirstLoad;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.inbound.Receipt;
import com.versaai.hub.inbound.Source;
import com.versaai.hub.inbound.load.Load.State;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** First loads: all of it, whatever dies meanwhile, at one node, at its pace. */
abstract class LoadRunnerContract {

    private static final LoadSettings SETTINGS = new LoadSettings(10_000, 1_000_000, 1000, 3, 2);
    private static final int PAGE = 10;

    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-01-05T10:00:00Z"));
    private final List<String> inbox = new ArrayList<>();
    private final Provider provider = new Provider();
    private Consumer<Receipt> kafka = receipt -> inbox.add(receipt.providerEventId());
    private HikariDataSource database;
    private JdbcTemplate jdbc;
    private long nanos = 1;
    private long waiting;

    abstract HikariDataSource emptyDatabase(int connections);

    @BeforeEach
    void start() {
        database = emptyDatabase(2);
        jdbc = new JdbcTemplate(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** Has 45 of everything, in pages; position is what comes next. */
    private static final class Provider implements FirstLoad {

        private final List<String> asked = new ArrayList<>();
        private RuntimeException fails;
        private String failsAt;
        private int failures;

        @Override
        public Piece next(String account, String object, String position) {
            asked.add(account + ' ' + object + ' ' + position);
            if (failures > 0 && java.util.Objects.equals(position, failsAt)) {
                failures--;
                throw fails;
            }
            if (position == null) {
                return new Piece(List.of(), "0", 45L, Duration.ofSeconds(5));
            }
            int from = Integer.parseInt(position);
            int to = Math.min(45, from + PAGE);
            List<Item> items = IntStream.range(from, to).mapToObj(i -> new Item("item-" + i, "load/" + object, new byte[0])).toList();
            return new Piece(items, to == 45 ? null : String.valueOf(to), null, Duration.ZERO);
        }

        private void fail(String at, int times, RuntimeException with) {
            failsAt = at;
            failures = times;
            fails = with;
        }
    }

    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }

    private final class Node {

        private final Loads loads;
        private final LoadRunner runner;

        private Node(String name, LoadSettings settings) {
            Clock clock = new Clock() {
                @Override
                public Instant instant() {
                    return wall.get();
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            };
            loads = new Loads(jdbc, new ClockWatch(clock, () -> nanos), settings, name);
            runner = new LoadRunner(loads, new LoadSources(() -> Map.of("crm", source()), () -> Stream.of(connector())), settings,
                    new LoadPace(settings, () -> waiting, () -> nanos), receipt -> kafka.accept(receipt), clock, () -> nanos);
        }

        private Load run(Load load) {
            runner.run();
            return loads.find(load.id());
        }

        private Load toTheEnd(Load load) {
            Load now = load;
            for (int i = 0; i < 300 && now.state() == State.RUNNING; i++) {
                forward(Duration.ofSeconds(1));
                now = run(load);
            }
            return now;
        }
    }

    private Node node() {
        return new Node("node-1", SETTINGS);
    }

    private void forward(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
        nanos += time.toNanos();
    }

    private static Source source() {
        return new Source("crm", "crm", "account", new Manifest.Inbound(null, null, null, null, null, null, null, null, null, null, null, null, List.of("Contact", "Lead", "Deal", "Case")),
                null, null, null, null, null, null);
    }

    private Connector connector() {
        return new Connector() {
            @Override
            public String name() {
                return "crm";
            }

            @Override
            public Optional<FirstLoad> firstLoad() {
                return Optional.of(provider);
            }
        };
    }

    private static List<String> all() {
        return IntStream.range(0, 45).mapToObj(i -> "item-" + i).toList();
    }

    @Test
    void takesInAllThereIsAndSaysHowFarItIs() {
        Node node = node();
        Load load = node.loads.start("crm", "Contact", "ops");
        assertThat(load).extracting(Load::state, Load::taken, Load::total, Load::by).containsExactly(State.RUNNING, 0L, null, "ops");
        forward(Duration.ofSeconds(1));
        assertThat(node.run(load)).extracting(Load::taken, Load::total).containsExactly(0L, 45L);
        forward(Duration.ofSeconds(1));
        node.run(load);
        assertThat(provider.asked).as("not before the provider is worth asking").hasSize(1);

        forward(Duration.ofSeconds(5));
        assertThat(node.run(load).taken()).isEqualTo(PAGE);
        load = node.toTheEnd(load);

        assertThat(inbox).containsExactlyElementsOf(all());
        assertThat(load).extracting(Load::state, Load::taken, Load::total, Load::restarts, Load::remark).containsExactly(State.FINISHED, 45L, 45L, 0, null);
        assertThat(provider.asked).startsWith("account Contact null", "account Contact 0");
        assertThat(node.loads.open()).isEmpty();
    }

    /** Between pages and within them: the page is read again, and what comes twice has its id. */
    @Test
    void losesNothingByKills() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Consumer<Receipt> kept = kafka;
        kafka = receipt -> {
            if (random.nextInt(12) == 0) {
                throw new Killed();
            }
            kept.accept(receipt);
        };
        Node node = node();
        Load load = node.loads.start("crm", "Contact", "ops");
        int kills = 0;
        while (node.loads.find(load.id()).state() == State.RUNNING) {
            forward(Duration.ofSeconds(6));
            try {
                node.run(load);
            } catch (Killed e) {
                node = new Node("node-" + ++kills, SETTINGS);
                forward(Loads.LEASE.plusSeconds(1));
            }
        }

        assertThat(new HashSet<>(inbox)).as("seed %d, %d kills", seed, kills).isEqualTo(Set.copyOf(all()));
        assertThat(node.loads.find(load.id())).extracting(Load::state, Load::taken).containsExactly(State.FINISHED, 45L);
    }

    @Test
    void isOneNodesUntilThatDiesOrStops() {
        Node node = node();
        Node other = new Node("node-2", SETTINGS);
        Load load = node.loads.start("crm", "Contact", "ops");
        node.run(load);
        other.run(load);
        assertThat(provider.asked).hasSize(1);

        forward(Duration.ofSeconds(6));
        node.runner.close();
        other.run(load);
        assertThat(provider.asked).last().isEqualTo("account Contact 0");
        node.run(load);
        assertThat(provider.asked).as("it is the other's").hasSize(2);
        other.toTheEnd(load);
        assertThat(inbox).containsExactlyElementsOf(all());
    }

    /** A node that hung finds its lease gone, and its page moves nothing any more. */
    @Test
    void storesNothingForALoadThatGoesOnElsewhere() {
        Node node = node();
        Node other = new Node("node-2", SETTINGS);
        Load load = node.loads.start("crm", "Contact", "ops");
        node.run(load);
        forward(Duration.ofSeconds(6));
        Consumer<Receipt> kept = kafka;
        kafka = receipt -> {
            kafka = kept;
            kept.accept(receipt);
            forward(Loads.LEASE.plusSeconds(10));
            other.toTheEnd(load);
        };
        node.run(load);
        assertThat(node.loads.find(load.id())).extracting(Load::state, Load::taken).containsExactly(State.FINISHED, 45L);
    }

    @Test
    void stopsAndGoesOnWhereItWas() {
        Node node = node();
        Load load = node.loads.start("crm", "Contact", "ops");
        node.run(load);
        forward(Duration.ofSeconds(6));
        node.run(load);
        assertThat(node.loads.stop(load.id()).state()).isEqualTo(State.STOPPED);
        forward(Duration.ofSeconds(6));
        node.run(load);
        assertThat(inbox).hasSize(PAGE);
        assertThatThrownBy(() -> node.loads.start("crm", "Contact", "ops")).isInstanceOf(Loads.RefusedException.class).hasMessageContaining("resume that one");

        node.loads.resume(load.id());
        Load ended = node.toTheEnd(load);
        assertThat(inbox).containsExactlyElementsOf(all());
        assertThatThrownBy(() -> node.loads.stop(ended.id())).isInstanceOf(Loads.RefusedException.class);
        assertThatThrownBy(() -> node.loads.resume(ended.id())).isInstanceOf(Loads.RefusedException.class);
        assertThat(node.loads.stop("nobody's")).isNull();
    }

    @Test
    void waitsWhileTheProviderOrKafkaIsAwayAndSaysWhy() {
        Node node = node();
        provider.fail("0", 3, new IllegalStateException("503"));
        Load load = node.loads.start("crm", "Contact", "ops");
        node.run(load);
        forward(Duration.ofSeconds(6));
        assertThat(node.run(load)).extracting(Load::state, Load::remark).containsExactly(State.RUNNING, "503");
        node.run(load);
        assertThat(provider.asked).as("with pauses").hasSize(2);

        Consumer<Receipt> kept = kafka;
        int[] refused = {0};
        kafka = receipt -> {
            if (receipt.providerEventId().equals("item-4") && refused[0]++ < 2) {
                throw new IllegalStateException("Kafka is away");
            }
            kept.accept(receipt);
        };
        load = node.toTheEnd(load);
        assertThat(load.state()).isEqualTo(State.FINISHED);
        assertThat(inbox).as("goes on within the page").containsExactlyElementsOf(all());
    }

    @Test
    void beginsAnewWhenTheProviderHasLostItButNotForEver() {
        Node node = node();
        provider.fail("20", 1, new PositionLostException("NOT_FOUND"));
        Load load = node.toTheEnd(node.loads.start("crm", "Contact", "ops"));
        assertThat(load).extracting(Load::state, Load::taken, Load::restarts).containsExactly(State.FINISHED, 45L, 1);
        assertThat(inbox).hasSize(65).containsAll(all());

        provider.fail("20", 99, new PositionLostException("NOT_FOUND"));
        load = node.toTheEnd(node.loads.start("crm", "Lead", "ops"));
        assertThat(load.state()).isEqualTo(State.FAILED);
        assertThat(load.remark()).contains("4 times").contains("NOT_FOUND");
    }

    @Test
    void endsWhereAskingAgainChangesNothing() {
        Node node = node();
        provider.fail("10", 1, new FirstLoad.RefusedException("Failed: too many rows"));
        Load load = node.toTheEnd(node.loads.start("crm", "Contact", "ops"));
        assertThat(load).extracting(Load::state, Load::taken, Load::remark).containsExactly(State.FAILED, 10L, "Failed: too many rows");
        assertThat(node.toTheEnd(node.loads.start("crm", "Contact", "ops")).state()).as("another one may be tried").isEqualTo(State.FINISHED);
    }

    @Test
    void isBoundedInRecordsInNumberAndInMemory() {
        Node small = new Node("node-1", new LoadSettings(100, 100, 44, 2, 2));
        Load load = small.toTheEnd(small.loads.start("crm", "Contact", "ops"));
        assertThat(load.state()).isEqualTo(State.FAILED);
        assertThat(load.remark()).contains("hub.loads.records = 44");
        assertThat(inbox).as("told before anything is read").isEmpty();

        small.loads.start("crm", "Contact", "ops");
        small.loads.start("crm", "Lead", "ops");
        assertThatThrownBy(() -> small.loads.start("crm", "Deal", "ops")).hasMessageContaining("hub.loads.open");
        small.loads.open().forEach(open -> small.toTheEnd(small.loads.find(open.id())));
        small.loads.start("crm", "Deal", "ops");
        assertThat(small.loads.list()).as("two ended ones are remembered").hasSize(3);
    }

    @Test
    void isPacedAndLetsWhatProvidersSendGoFirst() {
        Node node = new Node("node-1", new LoadSettings(4, 6, 1000, 3, 2));
        Load load = node.loads.start("crm", "Contact", "ops");
        node.run(load);
        forward(Duration.ofSeconds(60));
        node.run(load);
        assertThat(inbox).as("what was not used is not saved up").hasSize(4);
        assertThat(node.run(load).taken()).as("page by page").isZero();
        forward(Duration.ofSeconds(1));
        node.run(load);
        assertThat(inbox).hasSize(8);

        waiting = 5;
        forward(Duration.ofSeconds(1));
        node.run(load);
        assertThat(inbox).hasSize(9);
        waiting = 6;
        forward(Duration.ofSeconds(1));
        assertThat(node.run(load).remark()).contains("inbox");
        assertThat(inbox).hasSize(9);
        waiting = 0;
        assertThat(node.toTheEnd(load).state()).isEqualTo(State.FINISHED);
        assertThat(inbox).containsExactlyElementsOf(all());
    }

    @Test
    void endsWhereItsConnectorIsGone() {
        Node node = node();
        Load load = node.toTheEnd(node.loads.start("gone", "Contact", "ops"));
        assertThat(load.state()).isEqualTo(State.FAILED);
        assertThat(load.remark()).contains("Contact from gone");
    }
}
