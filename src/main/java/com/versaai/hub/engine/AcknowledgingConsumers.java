package com.versaai.hub.engine;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Kafka consumers that look after their {@link AcknowledgedOffsets} before each poll and before they leave their group:
 * Camel's commit managers are asked while a record is at hand only, so the last one of a quiet topic would stay uncommitted.
 *
 * <p>When the hub stops each takes nothing more and leaves its group by itself, all at the same time: Camel stops one route after
 * the other, each of which would wait for its poll and its last commit.
 */
final class AcknowledgingConsumers extends DefaultKafkaClientFactory implements KafkaManualCommitFactory {

    private static final Duration STOPPED_POLL = Duration.ofMillis(10);

    private final UnacknowledgedRecords unacknowledged;
    private final Stopping stopping;
    private final Duration linger;

    /** @param linger see {@link PollPace} */
    AcknowledgingConsumers(UnacknowledgedRecords unacknowledged, Stopping stopping, Duration linger) {
        this.unacknowledged = unacknowledged;
        this.stopping = stopping;
        this.linger = linger;
    }

    @Override
    public Consumer<Object, Object> getConsumer(Properties settings) {
        return new AcknowledgingConsumer(settings, unacknowledged, stopping, linger);
    }

    @Override
    public KafkaManualCommit newInstance(CamelExchangePayload camel, KafkaRecordPayload record, CommitManager ignored) {
        return ((AcknowledgingConsumer) camel.consumer).offsets.begin(camel.exchange, record.partition, record.recordOffset);
    }

    private static final class AcknowledgingConsumer extends KafkaConsumer<Object, Object> {
        private final AcknowledgedOffsets offsets;
        private final Stopping stopping;
        private final PollPace pace;
        private boolean left;

        AcknowledgingConsumer(Properties settings, UnacknowledgedRecords unacknowledged, Stopping stopping, Duration linger) {
            super(settings);
            this.stopping = stopping;
            offsets = new AcknowledgedOffsets(this, unacknowledged, stopping);
            pace = new PollPace(linger, System::nanoTime);
        }

        @Override
        public ConsumerRecords<Object, Object> poll(Duration timeout) {
            if (stopping.begun()) {
                return nothingMore();
            }
            pace.await();
            offsets.beforePoll();
            ConsumerRecords<Object, Object> records = super.poll(timeout);
            pace.polled(records.count());
            return records;
        }

        @Override
        public void unsubscribe() {
            if (!left) {
                offsets.leave();
                super.unsubscribe();
            }
            left = stopping.begun();
        }

        /** Camel goes on polling until it stops this consumer too. */
        private ConsumerRecords<Object, Object> nothingMore() {
            unsubscribe();
            try {
                TimeUnit.NANOSECONDS.sleep(STOPPED_POLL.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ConsumerRecords.empty();
        }
    }
}
