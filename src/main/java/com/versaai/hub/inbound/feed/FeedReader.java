package com.versaai.hub.inbound.feed;

import com.versaai.hub.connector.Feed;
import com.versaai.hub.connector.Feed.Batch;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.PositionLostException;
import com.versaai.hub.connector.Feed.Reading;
import com.versaai.hub.inbound.Receipt;
import com.versaai.hub.verification.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one feed as long as the hub runs. Whatever ends a connection (a failure of the provider, of Kafka, of the database), the next one
 * begins behind what was stored: an event is never passed over, and one that comes twice has its id.
 */
final class FeedReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
    private static final String METHOD = "SUBSCRIBE";

    private final Feed feed;
    private final FeedPositions positions;
    private final Consumer<Receipt> inbox;
    private final Clock clock;
    private final Pace pace;
    /** No thread is interrupted: H2 closes its file when one is that writes. */
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile FeedState state;
    private long leased;
    private int failures;

    /**
     * How often and how long is waited.
     *
     * @param look      for what comes, at once; the hub stops within it
     * @param renew     between two renewals of the lease
     * @param elsewhere while another node reads
     * @param first     after a failure, doubled with each that follows
     * @param longest   after many
     */
    record Pace(Duration look, Duration renew, Duration elsewhere, Duration first, Duration longest) {

        static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10),
                Duration.ofSeconds(1), Duration.ofMinutes(1));

        Duration after(int failures) {
            Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    /** @param inbox returns when Kafka has it, and throws when it hasn't */
    FeedReader(Feed feed, FeedPositions positions, Consumer<Receipt> inbox, Clock clock, Pace pace) {
        this.feed = feed;
        this.positions = positions;
        this.inbox = inbox;
        this.clock = clock;
        this.pace = pace;
        this.state = new FeedState(feed.name(), FeedState.Word.STARTING, clock.instant(), null, null);
    }

    FeedState state() {
        return state;
    }

    /** Until {@link #stop}. */
    @Override
    public void run() {
        try {
            while (!isStopped()) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            positions.release(feed.name());
        } catch (RuntimeException e) {
            LOG.debug("The lease of {} ends by itself", feed.name(), e);
        }
    }

    void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause(Duration wait) throws InterruptedException {
        stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the feed is still this node's; asked of the database now and then. */
    private boolean isOurs() {
        long now = System.nanoTime();
        if (leased != 0 && now - leased < pace.renew().toNanos()) {
            return true;
        }
        boolean ours = positions.lease(feed.name());
        leased = ours ? now : 0;
        return ours;
    }

    private void round() throws InterruptedException {
        try {
            leased = 0;
            if (isOurs()) {
                read();
            } else {
                state = state.now(FeedState.Word.ELSEWHERE, clock.instant(), null);
                pause(pace.elsewhere());
            }
        } catch (PositionLostException e) {
            lost(e);
        } catch (RuntimeException e) {
            failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private void failed(String why) throws InterruptedException {
        Duration wait = pace.after(++failures);
        if (failures == 1) {
            LOG.warn("{} is not read: {}. It is tried again, with pauses of up to {} s, from where it was", feed.name(), why, pace.longest().toSeconds());
        }
        state = state.now(FeedState.Word.FAILING, clock.instant(), why);
        pause(wait);
    }

    /** Returns when another node has taken over, or the hub stops. */
    private void read() throws InterruptedException {
        FeedPositions.Place place = positions.place(feed.name());
        try (Reading reading = place.fromOldest() ? feed.fromOldest() : feed.after(place.position())) {
            long heard = System.nanoTime();
            HeldBack heldBack = new HeldBack(feed, positions, clock, pace.renew());
            while (!isStopped() && isOurs()) {
                if (heldBack.isSaid()) {
                    LOG.info("{} is read at once: the provider keeps events back", feed.name());
                    reading.hurry();
                }
                Batch batch = reading.next(pace.look());
                if (batch != null) {
                    heard = System.nanoTime();
                    if (!take(batch)) {
                        return;
                    }
                } else if (System.nanoTime() - heard > feed.silence().toNanos()) {
                    throw new IllegalStateException("nothing has come for " + feed.silence().toSeconds() + " s, not even a sign of life");
                }
            }
        }
    }

    private boolean take(Batch batch) {
        for (Item item : batch.items()) {
            inbox.accept(receipt(item));
        }
        if (failures > 0) {
            LOG.info("{} is read again", feed.name());
            failures = 0;
        }
        Instant now = clock.instant();
        state = (batch.items().isEmpty() ? state : state.came(now)).now(FeedState.Word.READING, now, null);
        return batch.position() == null || positions.store(feed.name(), batch.position());
    }

    private Receipt receipt(Item item) {
        return new Receipt(feed.source(), clock.instant(), METHOD, feed.name(), null, Map.of("content-type", List.of("application/json")), item.body(),
                Verdict.OK, item.id(), item.type(), null);
    }

    /** Told before it is forgotten: after a kill in between it is told again, under the same id. */
    private void lost(PositionLostException e) throws InterruptedException {
        try {
            Instant since = positions.place(feed.name()).storedAt();
            LOG.error("{}: the provider does not know the hub's position of {} any more ({}). What it still has is read again; what happened between is missing",
                    feed.name(), since, e.getMessage());
            Item gap = feed.gap(since == null ? "unknown" : since.toString(), e.getMessage());
            if (gap != null) {
                inbox.accept(receipt(gap));
            }
            if (since != null) {
                feed.missed(since, clock.instant(), item -> inbox.accept(receipt(item)));
            }
            positions.lost(feed.name());
        } catch (RuntimeException again) {
            failed(again.getMessage());
        }
    }
}
