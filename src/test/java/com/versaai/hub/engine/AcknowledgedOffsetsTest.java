package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Camel's consumer loop in small: records of a poll one after the other, each ended with or without acknowledgement. */
class AcknowledgedOffsetsTest {

    private static final TopicPartition FIRST = new TopicPartition("hub.deliveries.slack", 0);
    private static final TopicPartition SECOND = new TopicPartition("hub.deliveries.slack", 1);

    private final CamelContext camel = new DefaultCamelContext();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final Stopping stopping = new Stopping();
    private final AcknowledgedOffsets offsets = new AcknowledgedOffsets(consumer, new UnacknowledgedRecords(), stopping);

    @BeforeEach
    void assign() {
        consumer.assign(Set.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    @Test
    void commitsTheLastOfAPollOnlyOnce() {
        record(FIRST, 0, false, true);
        record(FIRST, 1, false, true);
        record(FIRST, 2, true, true);

        assertThat(committed(FIRST)).isEqualTo(3);
    }

    @Test
    void commitsEveryPartitionOfAPoll() {
        // The last record of the first partition isn't the last of the poll.
        record(FIRST, 0, false, true);
        record(FIRST, 1, true, true);
        record(SECOND, 0, true, true);

        assertThat(committed(FIRST)).isEqualTo(2);
        assertThat(committed(SECOND)).isEqualTo(1);
    }

    @Test
    void commitsNothingBehindARecordThatFailed() {
        record(FIRST, 0, true, true);
        record(FIRST, 1, false, false);
        boolean touched = record(FIRST, 2, true, true);

        assertThat(touched).as("a record behind the failed one is not worked on").isFalse();
        assertThat(committed(FIRST)).isEqualTo(1);
        assertThat(consumer.position(FIRST)).isEqualTo(1);
    }

    @Test
    void goesOnOnceTheFailedRecordIsThrough() {
        record(FIRST, 0, false, false);
        record(FIRST, 1, true, true);

        assertThat(record(FIRST, 0, false, true)).isTrue();
        assertThat(record(FIRST, 1, true, true)).isTrue();

        assertThat(committed(FIRST)).isEqualTo(2);
    }

    @Test
    void holdsUpItsOwnPartitionOnly() {
        record(FIRST, 0, true, false);

        assertThat(record(SECOND, 0, true, true)).isTrue();
        assertThat(committed(SECOND)).isEqualTo(1);
        assertThat(committed(FIRST)).isEqualTo(-1);
    }

    @Test
    void doesNotSeekInAPartitionThatWentToAnother() {
        consumer.assign(Set.of(SECOND));

        assertThat(record(FIRST, 5, true, false)).isTrue();

        consumer.assign(Set.of(FIRST, SECOND));
        assertThat(record(FIRST, 5, true, true)).as("it came back with the failed record").isTrue();
        assertThat(committed(FIRST)).isEqualTo(6);
    }

    @Test
    void doesNotWaitForARecordThatKafkaHasDeletedMeanwhile() {
        record(FIRST, 0, false, false);
        record(FIRST, 1, true, true);

        assertThat(record(FIRST, 7, true, true)).isTrue();

        assertThat(committed(FIRST)).isEqualTo(8);
    }

    @Test
    void commitsNothingWhoseOutcomeIsNotDurable() {
        CompletableFuture<Void> second = new CompletableFuture<>();
        record(FIRST, 0, false, true);
        record(FIRST, 1, false, true, second);
        record(FIRST, 2, true, true);

        assertThat(committed(FIRST)).isEqualTo(1);
        second.complete(null);
        assertThat(committed(FIRST)).isEqualTo(3);
    }

    @Test
    void readsAgainWhatCouldNotBeWritten() {
        CompletableFuture<Void> second = new CompletableFuture<>();
        record(FIRST, 0, false, true);
        record(FIRST, 1, false, true, second);
        record(FIRST, 2, true, true);
        second.completeExceptionally(new DataAccessResourceFailureException("away"));

        assertThat(committed(FIRST)).isEqualTo(1);
        assertThat(consumer.position(FIRST)).isEqualTo(1);
        record(FIRST, 1, false, true);
        record(FIRST, 2, true, true);
        assertThat(committed(FIRST)).isEqualTo(3);
    }

    @Test
    void goesBackToTheEarliestOfSeveralThatFailed() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        record(FIRST, 0, false, true, first);
        record(FIRST, 1, true, false);
        first.completeExceptionally(new DataAccessResourceFailureException("away"));

        assertThat(committed(FIRST)).isEqualTo(-1);
        assertThat(consumer.position(FIRST)).isEqualTo(0);
    }

    @Test
    void commitsBeforeItLeavesWhatBecomesDurableMeanwhile() throws Exception {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        record(FIRST, 0, true, true, outcome);
        Thread writer = new Thread(() -> outcome.complete(null));
        writer.start();

        offsets.leave();

        writer.join();
        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST).offset()).isEqualTo(1);
    }

    @Test
    void commitsNothingOfAPartitionThatWentToAnother() {
        record(FIRST, 0, true, true);
        consumer.assign(Set.of(SECOND));

        assertThat(committed(FIRST)).isEqualTo(-1);
    }

    /** The rest of a poll waits for the next start; what is under way is finished and committed. */
    @Test
    void beginsNothingOnceTheHubStops() {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        record(FIRST, 0, false, true, outcome);
        stopping.begin();
        assertThat(record(FIRST, 1, false, true)).isFalse();
        assertThat(record(SECOND, 0, true, true)).isFalse();
        outcome.complete(null);

        offsets.leave();

        assertThat(consumer.committed(Set.of(FIRST, SECOND))).containsOnlyKeys(FIRST);
        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST).offset()).isEqualTo(1);
    }

    private boolean record(TopicPartition partition, long offset, boolean last, boolean acknowledge) {
        return record(partition, offset, last, acknowledge, CompletableFuture.completedFuture(null));
    }

    /** @return whether the route would have worked on it */
    private boolean record(TopicPartition partition, long offset, boolean last, boolean acknowledge, Future<?> outcome) {
        Exchange exchange = new DefaultExchange(camel);
        DefaultUnitOfWork unit = new DefaultUnitOfWork(exchange);
        exchange.getExchangeExtension().setUnitOfWork(unit);
        AcknowledgedOffsets.Acknowledgement commit = offsets.begin(exchange, partition, offset);
        commit.awaits(outcome);
        exchange.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, commit);
        boolean begun = KafkaRecords.begin(exchange);
        if (begun && acknowledge) {
            KafkaRecords.acknowledge(exchange);
        }
        unit.done(exchange);
        if (last) {
            offsets.beforePoll();
        }
        return begun;
    }

    /** After polls that brought nothing. */
    private long committed(TopicPartition partition) {
        offsets.beforePoll();
        offsets.beforePoll();
        var committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? -1 : committed.offset();
    }
}
