package com.versaai.hub.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what a route has acknowledged, in order and never past a record that was not.
 *
 * <p>Camel's own managers commit a failed record too ({@code breakOnFirstError=false}) or loop on it. Here a record that
 * ends unacknowledged takes its partition back to its offset: it is read again after {@link #RETRY_PAUSE}, and nothing
 * behind it is committed meanwhile. Commits are asynchronous and sent at the end of a polled batch or once a
 * {@link #COMMIT_EVERY period}, because one round trip per record would halve the throughput; a commit that is lost only
 * means that records are read twice, which every step tolerates.
 *
 * <p>A Kafka consumer belongs to one thread and routes run on it, so the state of a partition needs no lock.
 */
final class AcknowledgedOffsets implements KafkaManualCommitFactory {

    static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    static final Duration COMMIT_EVERY = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgedOffsets.class);

    /** Exchange property: a record before this one waits; this one is read again after it, so that nothing is done with it now. */
    static final String BEHIND_BLOCKED = "hub.behindBlocked";

    /** Weak, since consumers come and go with route reloads. */
    private final Map<Consumer<?, ?>, Map<TopicPartition, Progress>> consumers = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public KafkaManualCommit newInstance(CamelExchangePayload camel, KafkaRecordPayload record, CommitManager ignored) {
        Progress progress = consumers.computeIfAbsent(camel.consumer, c -> new ConcurrentHashMap<>())
                .computeIfAbsent(record.partition, Progress::new);
        Acknowledgement acknowledgement = new Acknowledgement(camel, record, progress);
        progress.begin(record.recordOffset);
        if (progress.blockedAt >= 0) {
            camel.exchange.setProperty(BEHIND_BLOCKED, true);
        }
        camel.exchange.getExchangeExtension().addOnCompletion(acknowledgement.guard);
        return acknowledgement;
    }

    /** How far one partition is. */
    private static final class Progress {
        private final TopicPartition partition;
        /** The offset everything waits for, −1 when nothing does. */
        private long blockedAt = -1;
        /** Whether what was polled together is through: what comes next was polled after going back. */
        private boolean polledAnew;
        private long lastCommit = System.nanoTime();

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
        }
    }

    private static final class Acknowledgement implements KafkaManualCommit {
        private final Consumer<?, ?> consumer;
        private final long offset;
        private final Progress progress;
        /** Of what was polled together from this partition. */
        private final boolean last;
        private boolean acknowledged;
        private final Guard guard = new Guard();

        Acknowledgement(CamelExchangePayload camel, KafkaRecordPayload record, Progress progress) {
            this.consumer = camel.consumer;
            this.offset = record.recordOffset;
            this.progress = progress;
            this.last = camel.exchange.getMessage().getHeader(KafkaConstants.LAST_RECORD_BEFORE_COMMIT, true, boolean.class);
        }

        @Override
        public void commit() {
            acknowledged = true;
        }

        private void commitNow() {
            long now = System.nanoTime();
            if (!last && now - progress.lastCommit < COMMIT_EVERY.toNanos()) {
                return;
            }
            progress.lastCommit = now;
            consumer.commitAsync(Map.of(progress.partition, new OffsetAndMetadata(offset + 1)), (offsets, failure) -> {
                if (failure != null) {
                    LOG.debug("Commit of {} did not arrive: {}. The records are read again.", offsets, failure.toString());
                }
            });
        }

        private void block() {
            progress.blockedAt = offset;
            goBack();
            try {
                Thread.sleep(RETRY_PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void goBack() {
            try {
                consumer.seek(progress.partition, progress.blockedAt);
            } catch (IllegalStateException e) {
                // The partition went to another consumer, which starts at the last commit: before this record.
                LOG.debug("Partition {} is no longer ours: {}", progress.partition, e.getMessage());
            }
        }

        /** Runs when the exchange is done, on the consumer's thread. */
        private final class Guard extends SynchronizationAdapter {
            @Override
            public void onDone(Exchange done) {
                if (progress.blockedAt >= 0) {
                    goBack();
                } else if (acknowledged) {
                    commitNow();
                } else {
                    block();
                }
                progress.polledAnew = last;
            }

            @Override
            public boolean allowHandover() {
                return false;
            }
        }
    }
}
