package com.versaai.hub.engine;

import java.time.Duration;
import java.util.Properties;
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
 */
final class AcknowledgingConsumers extends DefaultKafkaClientFactory implements KafkaManualCommitFactory {

    private final UnacknowledgedRecords unacknowledged;
    private final Duration linger;

    /** @param linger see {@link PollPace} */
    AcknowledgingConsumers(UnacknowledgedRecords unacknowledged, Duration linger) {
        this.unacknowledged = unacknowledged;
        this.linger = linger;
    }

    @Override
    public Consumer<Object, Object> getConsumer(Properties settings) {
        return new AcknowledgingConsumer(settings, unacknowledged, linger);
    }

    @Override
    public KafkaManualCommit newInstance(CamelExchangePayload camel, KafkaRecordPayload record, CommitManager ignored) {
        return ((AcknowledgingConsumer) camel.consumer).offsets.begin(camel.exchange, record.partition, record.recordOffset);
    }

    private static final class AcknowledgingConsumer extends KafkaConsumer<Object, Object> {
        private final AcknowledgedOffsets offsets;
        private final PollPace pace;

        AcknowledgingConsumer(Properties settings, UnacknowledgedRecords unacknowledged, Duration linger) {
            super(settings);
            offsets = new AcknowledgedOffsets(this, unacknowledged);
            pace = new PollPace(linger, System::nanoTime);
        }

        @Override
        public ConsumerRecords<Object, Object> poll(Duration timeout) {
            pace.await();
            offsets.beforePoll();
            ConsumerRecords<Object, Object> records = super.poll(timeout);
            pace.polled(records.count());
            return records;
        }

        @Override
        public void unsubscribe() {
            offsets.leave();
            super.unsubscribe();
        }
    }
}
