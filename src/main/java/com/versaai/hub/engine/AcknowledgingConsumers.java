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

    AcknowledgingConsumers(UnacknowledgedRecords unacknowledged) {
        this.unacknowledged = unacknowledged;
    }

    @Override
    public Consumer<Object, Object> getConsumer(Properties settings) {
        return new AcknowledgingConsumer(settings, unacknowledged);
    }

    @Override
    public KafkaManualCommit newInstance(CamelExchangePayload camel, KafkaRecordPayload record, CommitManager ignored) {
        return ((AcknowledgingConsumer) camel.consumer).offsets.begin(camel.exchange, record.partition, record.recordOffset);
    }

    private static final class AcknowledgingConsumer extends KafkaConsumer<Object, Object> {
        private final AcknowledgedOffsets offsets;

        AcknowledgingConsumer(Properties settings, UnacknowledgedRecords unacknowledged) {
            super(settings);
            offsets = new AcknowledgedOffsets(this, unacknowledged);
        }

        @Override
        public ConsumerRecords<Object, Object> poll(Duration timeout) {
            offsets.beforePoll();
            return super.poll(timeout);
        }

        @Override
        public void unsubscribe() {
            offsets.leave();
            super.unsubscribe();
        }
    }
}
