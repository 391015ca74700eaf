package com.versaai.hub.inbound.feed;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the feeds of all connectors, each in a thread of its own, from when the routes run until the hub stops. In the hub's health as
 * {@code feeds}: a provider that can't be read makes the hub no less ready for all others.
 */
public final class Feeds implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final List<Feed> feeds;
    private final Function<Feed, FeedReader> readers;
    private final FeedPositions positions;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, FeedReader> running = new LinkedHashMap<>();

    Feeds(Stream<Connector> connectors, Function<Feed, FeedReader> readers, FeedPositions positions) {
        this.feeds = connectors.flatMap(connector -> connector.feeds().stream()).toList();
        this.readers = readers;
        this.positions = positions;
    }

    /**
     * A feed as people want to know it.
     *
     * @param source   whose requests it becomes
     * @param state    at this node
     * @param storedAt when the position was stored, by whichever node; null for never
     */
    public record Seen(String source, FeedState state, Instant storedAt) {
    }

    /** All that are read, here or elsewhere. */
    public List<Seen> seen() {
        List<Seen> seen = new ArrayList<>();
        for (Feed feed : feeds) {
            FeedReader reader;
            synchronized (this) {
                reader = running.get(feed.name());
            }
            if (reader != null) {
                seen.add(new Seen(feed.source(), reader.state(), positions.place(feed.name()).storedAt()));
            }
        }
        return seen;
    }

    @Override
    public synchronized void start() {
        for (Feed feed : feeds) {
            FeedReader reader = readers.apply(feed);
            running.put(feed.name(), reader);
            Thread thread = new Thread(reader, "hub-feed-" + feed.name());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
            LOG.info("Feed {} of {} is read, by one node at a time", feed.name(), feed.source());
        }
    }

    @Override
    public synchronized void stop() {
        running.values().forEach(FeedReader::stop);
        long until = System.nanoTime() + STOP.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
        running.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    @Override
    public synchronized Health health() {
        Health.Builder health = Health.up();
        running.forEach((name, reader) -> {
            FeedState state = reader.state();
            Map<String, Object> said = new LinkedHashMap<>(Map.of("state", state.word().lowerCase(), "since", state.since().toString()));
            if (state.last() != null) {
                said.put("lastEvent", state.last().toString());
            }
            if (state.problem() != null) {
                said.put("problem", state.problem());
            }
            health.withDetail(name, said);
        });
        return health.build();
    }
}
