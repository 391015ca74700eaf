package com.versaai.hub.ai;

import com.versaai.hub.ai.budget.ThresholdEvents;
import com.versaai.hub.event.Event;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of requests and of troubles with models, by a thread of its own: no caller waits for Kafka. What cannot be told is
 * counted in {@code hub.ai.events.lost}; the metrics have it all the same.
 */
final class ChatEvents implements ThresholdEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChatEvents.class);
    private static final int MOST_WAITING = 10_000;
    private static final int AT_ONCE = 200;

    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Consumer<List<Event>> publisher;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Thread thread = new Thread(this::publish, "hub-ai-events");

    /** @param publisher returns when Kafka has acknowledged all, or throws */
    ChatEvents(Consumer<List<Event>> publisher, Clock clock, MeterRegistry meters) {
        this.publisher = publisher;
        this.clock = clock;
        this.meters = meters;
        thread.setDaemon(true);
        thread.start();
    }

    /** {@code ai.request.completed}. */
    void completed(String tenant, Map<String, Object> data) {
        tell("ai.request.completed", tenant, data, tenant);
    }

    /** {@code system.health.degraded} about a model of a provider, for an operator; of two models each is told. */
    void alert(String account, String model, String error) {
        tell("system.health.degraded", account, new TreeMap<>(Map.of("service", account, "part", model, "status", "model unavailable", "error", error)),
                null);
    }

    private void tell(String type, String subject, Map<String, Object> data, String tenant) {
        tell(Event.own(type, subject, clock.instant(), data).within(tenant, null));
    }

    @Override
    public void tell(Event event) {
        if (!waiting.offer(event)) {
            lost(1);
        }
    }

    private void publish() {
        List<Event> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, AT_ONCE - 1);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            // The hub stops.
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Event> batch) {
        try {
            publisher.accept(List.copyOf(batch));
        } catch (RuntimeException e) {
            lost(batch.size());
            LOG.warn("{} events of the AI gateway could not be told: {}", batch.size(), e.getClass().getSimpleName());
        }
    }

    private void lost(int count) {
        meters.counter("hub.ai.events.lost").increment(count);
    }

    @Override
    public void close() throws InterruptedException {
        for (int i = 0; i < 20 && !waiting.isEmpty(); i++) {
            Thread.sleep(100);
        }
        thread.interrupt();
    }
}
