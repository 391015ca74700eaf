package com.versaai.hub.delivery.record;

import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.plan.Journal;
import com.versaai.hub.delivery.plan.RoutingFailures;
import com.versaai.hub.delivery.record.DeliveryRepository.Outcome;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the database sees of events with seven destinations, without Kafka and HTTP: receipt, event, routing, deliveries and
 * attempts, by the statements and the group commit of the hub; two of the destinations claim before they send.
 */
final class EventLoad implements AutoCloseable {

    /** Whether it is idempotent. */
    static final Map<String, Boolean> DESTINATIONS = new LinkedHashMap<>();

    static {
        List.of("salesforce", "hubspot", "mixpanel", "amplitude", "segment").forEach(name -> DESTINATIONS.put(name, true));
        List.of("ga4", "slack").forEach(name -> DESTINATIONS.put(name, false));
    }

    private final Random random;
    private final Clock clock = Clock.systemUTC();
    private final GroupCommit commits;
    private static final Set<String> CRMS = Set.of("salesforce", "hubspot");
    private final DeliveryRepository store;
    private final AppliedStates states;
    private final Queue<Future<?>> open = new ConcurrentLinkedQueue<>();
    private final ExecutorService routing = Executors.newFixedThreadPool(2);
    private final Map<String, ExecutorService> destinations = new LinkedHashMap<>();

    EventLoad(DataSource database, long seed) {
        random = new Random(seed);
        commits = new GroupCommit(database);
        store = new DeliveryRepository(new JdbcTemplate(database), commits, clock);
        states = new AppliedStates(new JdbcTemplate(database), clock);
        DESTINATIONS.keySet().forEach(name -> destinations.put(name, Executors.newFixedThreadPool(4)));
    }

    /** Plays {@code count} events at that rate and returns when all rows are durable. */
    void play(int count, double perSecond) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            event(i);
            settle(5000);
        }
        settle(0);
    }

    private void settle(int leave) throws ExecutionException, InterruptedException {
        while (open.size() > leave) {
            open.remove().get();
        }
    }

    private void event(int number) {
        String origin = "evt_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()).substring(0, 8);
        Event event = Event.of("/stripe", origin, "payment.processed", "cus_" + Long.toHexString(random.nextLong()), clock.instant(), Map.of());
        Instant now = clock.instant();
        open.add(commits.submit("stripe " + origin, List.of(
                new Write("delete from receipt where location = ?", "hub.inbox-" + number % 4 + "@" + number / 4),
                new Write("""
                        insert into receipt (location, source, provider_event_id, provider_type, received_at, verdict, outcome, why,
                            mapped_at, event_ids) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                        "hub.inbox-" + number % 4 + "@" + number / 4, "stripe", origin, "payment_intent.succeeded", now, "valid", "mapped",
                        null, now, event.id()))).future());
        open.add(routing.submit(() -> route(event)));
    }

    private void route(Event event) {
        List<Write> writes = new ArrayList<>(Journal.failed(event, "payment-events-notify", decisions(event), clock.instant()));
        writes.add(DeadLetterBox.settle(RoutingFailures.id(event, "payment-events-notify"), clock.instant()));
        open.add(commits.submit(event.id() + "/payment-events-notify", writes).future());
        DESTINATIONS.forEach((name, idempotent) -> open.add(destinations.get(name).submit(() -> deliver(event, name, idempotent))));
    }

    private static String decisions(Event event) {
        StringBuilder text = new StringBuilder("[");
        DESTINATIONS.keySet().forEach(name -> text.append(text.length() > 1 ? "," : "").append("{\"destination\":\"").append(name)
                .append("\",\"action\":\"track\",\"deliveryId\":\"").append(event.id()).append('/').append(name)
                .append("/track\",\"why\":\"every payment\"}"));
        return text.append(']').toString();
    }

    private void deliver(Event event, String destination, boolean idempotent) {
        Delivery delivery = Delivery.of(event, destination, "track", event.subject(), null, null);
        DeliveryPass attempt = new DeliveryPass(delivery);
        attempt.found(store.find(delivery.id()));
        if (!idempotent) {
            store.claim(attempt, "2b1f0f5e-6d7a-4a58-9b0e-0f1e2d3c4b5a", clock.instant().plusSeconds(90));
        }
        attempt.start(clock.instant());
        LockSupport.parkNanos(3_000_000);
        String answer = "{\"status\":\"ok\",\"id\":\"" + event.id() + "\",\"received\":\"" + clock.instant() + "\"}";
        attempt.succeeded(clock.instant(), 200, destination.length() > 5 ? answer : null);
        open.add(store.recordSoon(attempt, Outcome.of(DeliveryState.DELIVERED, 0),
                CRMS.contains(destination) ? states.applied(attempt) : List.of()).future());
    }

    @Override
    public void close() throws InterruptedException {
        routing.shutdownNow();
        destinations.values().forEach(ExecutorService::shutdownNow);
        commits.close();
    }
}
