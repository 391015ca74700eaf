package com.versaai.hub.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what one consumer's route has acknowledged, in order and never past a record that was not, or whose outcome is not
 * durable yet.
 *
 * <p>Camel's own managers commit a failed record too ({@code breakOnFirstError=false}) or loop on it. Here a record that
 * ends unacknowledged takes its partition back to its offset: it is read again after {@link #RETRY_PAUSE}, and nothing
 * behind it is committed meanwhile.
 *
 * <p>The route of a record may end while its outcome is still being written ({@link GroupCommit#submit}): the consumer goes
 * on with the next one, and the offset waits here. Waiting in the route would cost a database transaction per record. Should
 * the write fail, the partition goes back as if the route had. Commits are asynchronous, one for all partitions once a
 * {@link #COMMIT_EVERY period}; one that is lost only means that records are read twice, which every step tolerates.
 *
 * <p>A Kafka consumer belongs to one thread and routes run on it, so nothing here needs a lock.
 */
final class AcknowledgedOffsets {

    static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    static final Duration COMMIT_EVERY = Duration.ofMillis(200);

    /** Exchange property: a record before this one waits, or the hub stops; this one is read again later, so that nothing is done with it now. */
    static final String BEHIND_BLOCKED = "hub.behindBlocked";

    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgedOffsets.class);
    /** Records that may be through and not durable; a database that hangs must not be run away from. */
    private static final int MOST_WAITING = 1000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);

    private final Consumer<?, ?> consumer;
    private final UnacknowledgedRecords unacknowledged;
    private final Stopping stopping;
    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private long lastCommit = System.nanoTime();
    private boolean idle;
    private int waiting;

    AcknowledgedOffsets(Consumer<?, ?> consumer, UnacknowledgedRecords unacknowledged, Stopping stopping) {
        this.consumer = consumer;
        this.unacknowledged = unacknowledged;
        this.stopping = stopping;
    }

    /** What a route holds of its record. */
    interface Acknowledgement extends KafkaManualCommit {

        /** The record is through only when {@code outcome} is there. */
        void awaits(Future<?> outcome);
    }

    /** A record's route begins. */
    Acknowledgement begin(Exchange exchange, TopicPartition partition, long offset) {
        Progress progress = partitions.computeIfAbsent(partition, Progress::new);
        idle = false;
        progress.begin(offset);
        if (progress.blockedAt >= 0 || stopping.begun()) {
            exchange.setProperty(BEHIND_BLOCKED, true);
        }
        Guard guard = new Guard(progress, offset, exchange.getFromRouteId());
        exchange.getExchangeExtension().addOnCompletion(guard);
        return guard;
    }

    /** To be called before each poll: what has become durable meanwhile may be committed, and what has failed is read again. */
    void beforePoll() {
        partitions.values().forEach(progress -> {
            progress.settle(waiting > MOST_WAITING);
            progress.polledAnew = true;
        });
        if (idle) {
            commit();
        } else {
            commitWhenDue();
        }
        idle = true;
    }

    /** To be called before the consumer gives its partitions back: the next owner should find little to do again. */
    void leave() {
        partitions.values().forEach(progress -> progress.settle(true));
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            try {
                consumer.commitSync(offsets, LAST_COMMIT);
            } catch (WakeupException e) {
                consumer.commitSync(offsets, LAST_COMMIT); // Camel's way of stopping it
            }
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("Last commit of {} did not arrive: {}. The records are read again.", offsets, e.toString());
        }
    }

    private void commitWhenDue() {
        if (System.nanoTime() - lastCommit >= COMMIT_EVERY.toNanos()) {
            commit();
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted();
        if (offsets.isEmpty()) {
            return;
        }
        lastCommit = System.nanoTime();
        consumer.commitAsync(offsets, (sent, failure) -> {
            if (failure != null) {
                LOG.debug("Commit of {} did not arrive: {}. It is repeated or the records are read again.", sent, failure.toString());
                partitions.values().forEach(progress -> progress.committed = -1);
            }
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Progress progress : partitions.values()) {
            if (progress.durable > progress.committed) {
                progress.committed = progress.durable;
                if (consumer.assignment().contains(progress.partition)) {
                    offsets.put(progress.partition, new OffsetAndMetadata(progress.durable));
                }
            }
        }
        return offsets;
    }

    /** A record that is through; its offset may be committed when {@code outcomes} are there. */
    private record Through(long offset, String routeId, List<Future<?>> outcomes) {
    }

    /** How far one partition is. */
    private final class Progress {
        private final TopicPartition partition;
        private final Deque<Through> through = new ArrayDeque<>();
        /** The offset everything waits for, −1 when nothing does. */
        private long blockedAt = -1;
        /** What was polled together is through: what comes next was polled after going back. */
        private boolean polledAnew;
        /** Everything before it is durable, −1 while nothing is known. */
        private long durable = -1;
        private long committed = -1;

        Progress(TopicPartition partition) {
            this.partition = partition;
        }

        void begin(long offset) {
            if (offset <= blockedAt) {
                blockedAt = -1;
            } else if (blockedAt >= 0 && polledAnew) {
                LOG.warn("{} does not hold offset {} any more, which waited to be read again; going on at {}", partition, blockedAt, offset);
                blockedAt = -1;
            }
            polledAnew = false;
            // The partition came back, or went back: what is read again is done again.
            forget(offset);
            if (durable > offset) {
                durable = -1;
                committed = -1;
            }
        }

        private void forget(long from) {
            while (!through.isEmpty() && through.getLast().offset >= from) {
                through.removeLast();
                waiting--;
            }
        }

        void add(Through record) {
            through.add(record);
            waiting++;
            settle(false);
        }

        /** Looks which records are durable by now, in their order. */
        void settle(boolean wait) {
            while (!through.isEmpty()) {
                Through first = through.getFirst();
                if (!wait && !first.outcomes.stream().allMatch(Future::isDone)) {
                    return;
                }
                try {
                    await(first.outcomes);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (ExecutionException | CancellationException | TimeoutException e) {
                    unacknowledged.failed(first.routeId, partition + "@" + first.offset, e.getCause() == null ? e : e.getCause());
                    block(first.offset);
                    return;
                }
                through.removeFirst();
                waiting--;
                durable = first.offset + 1;
            }
        }

        private void await(List<Future<?>> outcomes) throws InterruptedException, ExecutionException, TimeoutException {
            for (Future<?> outcome : outcomes) {
                outcome.get((stopping.begun() ? LAST_COMMIT : LONGEST_WAIT).toSeconds(), TimeUnit.SECONDS);
            }
        }

        void block(long offset) {
            blockedAt = offset;
            forget(offset);
            goBack();
            try {
                stopping.await(RETRY_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void goBack() {
            try {
                consumer.seek(partition, blockedAt);
            } catch (IllegalStateException e) {
                // The partition went to another consumer, which starts at the last commit: before this record.
                LOG.debug("Partition {} is no longer ours: {}", partition, e.getMessage());
            }
        }
    }

    /** Runs when the exchange is done, on the consumer's thread. */
    private final class Guard extends SynchronizationAdapter implements Acknowledgement {
        private final Progress progress;
        private final long offset;
        private final String routeId;
        private final List<Future<?>> outcomes = new ArrayList<>(1);
        private boolean acknowledged;

        Guard(Progress progress, long offset, String routeId) {
            this.progress = progress;
            this.offset = offset;
            this.routeId = routeId;
        }

        @Override
        public void commit() {
            acknowledged = true;
        }

        @Override
        public void awaits(Future<?> outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void onDone(Exchange done) {
            if (progress.blockedAt >= 0) {
                progress.goBack();
            } else if (acknowledged) {
                progress.add(new Through(offset, routeId, outcomes));
                commitWhenDue();
            } else {
                progress.block(offset);
            }
        }

        @Override
        public boolean allowHandover() {
            return false;
        }
    }
}
