package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.delivery.deadletter.DeadLetterJobs.Wanted;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.gateway.ReservedSources;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.support.HandClock;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Nodes of a hub on one database and one queue, whose provider refuses everything: what is delivered dies again. */
abstract class DeadLetterJobCase {

    static final Filter ALL = Filter.dead(null, null, null, null, null, null);
    static final DeadLetterJobProperties SETTINGS = settings(10, 1000, 200);

    final HandClock clock = new HandClock();
    /** What lies in Kafka. */
    final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    final AtomicInteger published = new AtomicInteger();
    /** Calls to the provider by delivery. */
    final Map<String, Integer> calls = new ConcurrentHashMap<>();
    Runnable beforePublishing = () -> { };
    Runnable afterPublishing = () -> { };
    HikariDataSource database;
    Node node;
    private final AtomicInteger events = new AtomicInteger();
    private final List<Node> nodes = new ArrayList<>();

    abstract HikariDataSource emptyDatabase(int connections);

    static DeadLetterJobProperties settings(int open, int letters, int kept) {
        return new DeadLetterJobProperties(10_000, Duration.ofSeconds(10), open, letters, kept, Duration.ofDays(7));
    }

    @BeforeEach
    void start() {
        database = emptyDatabase(8);
        node = new Node(SETTINGS);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Node one : nodes) {
            one.records.close();
        }
        database.close();
    }

    /** What kill -9 does to a thread: nothing after this line happens, and nobody cleans up. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** One process. */
    final class Node {

        final Records records = new Records(database, clock);
        final DeadLetters letters = new DeadLetters(records.commits, (topic, key, headers, value) -> publish(value), null, records.destinations,
                new EditRules(new ReservedSources(List.of("/stripe", "/hub"))), records.json, clock);
        final DeadLetterJobs jobs;
        final DeadLetterJobRunner runner;

        Node(DeadLetterJobProperties settings) {
            nodes.add(this);
            jobs = new DeadLetterJobs(database, settings, clock);
            runner = new DeadLetterJobRunner(new DeadLetterJobItems(records.jdbc, records.commits, records.watch), letters, records.deliveries,
                    new DeadLetterJobPace(settings, Records.destinations(Records.settings()), TokenBuckets.local(), name -> 0), name -> !name.equals("gone"));
        }

        private void publish(byte[] value) {
            beforePublishing.run();
            try {
                queue.add(records.json.readValue(value, Delivery.class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            published.incrementAndGet();
            afterPublishing.run();
        }

        /** Delivers what lies in the queue, as the delivery route does; the provider refuses it. */
        void consume() {
            for (Delivery next = queue.poll(); next != null; next = queue.poll()) {
                Exchange exchange = records.exchange(next);
                if (!records.log.contains(exchange, next.id())) {
                    calls.merge(next.id(), 1, Integer::sum);
                    records.fail(exchange, FaultClass.PERMANENT);
                    try {
                        records.outcomes.deadLetter(exchange);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        DeadLetterJob start(Action action, Filter filter) {
            return jobs.start(action, Wanted.matching(filter, "{}"), "ops");
        }

        /** Looks at the job until it is at rest. */
        DeadLetterJob work(DeadLetterJob job) {
            long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (System.nanoTime() < until) {
                runner.run();
                if (jobs.find(job.id()).state() == DeadLetterJob.State.FINISHED) {
                    return jobs.find(job.id());
                }
            }
            throw new AssertionError("never finished: " + jobs.find(job.id()));
        }
    }

    /** The next life of a killed process, after its lease. */
    Node restarted() {
        clock.forward(DeadLetterJobItems.LEASE.plusSeconds(1));
        return new Node(SETTINGS);
    }

    List<Delivery> dead(String destination, int count) {
        return IntStream.range(0, count).mapToObj(i -> {
            try {
                clock.forward(Duration.ofMillis(1));
                return node.records.dead(destination, "e" + events.incrementAndGet());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }).toList();
    }

    DeliveryState state(Delivery delivery) {
        return node.records.state(delivery);
    }
}
