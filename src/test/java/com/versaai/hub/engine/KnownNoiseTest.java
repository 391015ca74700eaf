package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.internals.Sender;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class KnownNoiseTest {

    private static final String FETCH = "org.apache.camel.component.kafka.KafkaFetchRecords";

    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        KnownNoise.keepOut();
        KnownNoise.keepOut();
    }

    @AfterEach
    void leave() {
        root.detachAppender(log);
        logback.getLogger(FETCH).setLevel(null);
    }

    @Test
    void isPutBeforeEveryAppenderOnce() {
        assertThat(log.getCopyOfAttachedFiltersList()).singleElement().isInstanceOf(KnownNoise.class);
    }

    @Test
    void keepsOutASentenceOfALoggerThatSaysOthersToo() {
        logback.getLogger(FETCH).warn("The processing of the current record did not finish within {} seconds", 10000);
        logback.getLogger(FETCH).warn("Exception {} caught by thread {} while polling {} from kafka: {}", "AuthorizationException", "t", "x", "no");

        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage()).contains("AuthorizationException"));
    }

    /** As Kafka logs: with a prefix before the message. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime; Failed to load metadata from {} with epoch {} due to {}.; true",
        "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime; Failed to unload metadata for {} with epoch {} due to {}.; false",
        "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime; Writing records to {} failed due to: {}.; false",
        "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime$CoordinatorContext; Writing records to {} failed due to: {}.; false",
        "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime; Execution of {} failed due to {}.; true",
        "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator; Offset commit failed on partition {} at offset {}: {}; true",
        "org.apache.kafka.controller.ReplicationControlManager; processExpiredBrokerHeartbeat: controller event queue overloaded. Timed out heartbeat from broker {}.; false",
        "org.apache.kafka.controller.ReplicationControlManager; Directories {} in broker {} marked offline, remaining directories: {}; true"})
    void tellsTheDiskFromTheNoise(String logger, String message, boolean told) throws ClassNotFoundException {
        Class<?> speaker = Class.forName(logger);
        logback.getLogger(logger).setLevel(Level.WARN);
        try {
            new LogContext("[GroupCoordinator id=1] ").logger(speaker).error(message, "a", "b", "c");
        } finally {
            logback.getLogger(logger).setLevel(null);
        }
        assertThat(log.list).hasSize(told ? 1 : 0);
    }

    /** Seen after a kill on a busy machine; the broker reads the partition again. */
    @Test
    void aPartitionThatMovedWhileItWasReadIsNoNews() throws ClassNotFoundException {
        Class<?> speaker = Class.forName("org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime");
        logback.getLogger(speaker).setLevel(Level.WARN);
        try {
            new LogContext("[GroupCoordinator id=1] ").logger(speaker).error("Failed to load metadata from {} with epoch {} due to {}.",
                    "__consumer_offsets-2", 8, "org.apache.kafka.common.errors.NotLeaderOrFollowerException: Stopped loading records");
        } finally {
            logback.getLogger(speaker).setLevel(null);
        }
        assertThat(log.list).isEmpty();
    }

    /** Seen when a machine under load had fenced its only broker: the group's members join again, the write is done again. */
    @Test
    void whatAPartitionThatMovedCutShortIsNoNews() throws ClassNotFoundException {
        Class<?> speaker = Class.forName("org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime$EventBasedCoordinatorTimer");
        logback.getLogger(speaker).setLevel(Level.WARN);
        try {
            var log = new LogContext("[GroupCoordinator id=1] ").logger(speaker);
            log.error("Execution of {} failed due to {}.", "FlushBatch", Errors.NOT_LEADER_OR_FOLLOWER.message());
            log.error("The write event {} for the timer {} failed due to {}. Ignoring it.", "a", "b", Errors.NOT_LEADER_OR_FOLLOWER.message());
        } finally {
            logback.getLogger(speaker).setLevel(null);
        }
        assertThat(log.list).isEmpty();
    }

    /** Seen in fast starts, with an archive of classes. What else the controller could not answer is told. */
    @Test
    void aBrokerThatAsksItsControllerTooEarlyIsNoNews() throws ClassNotFoundException {
        Logger speaker = logback.getLogger(Class.forName("kafka.server.ControllerApis"));
        speaker.setLevel(Level.WARN);
        String message = "[ControllerApis nodeId=1] Unexpected error handling request RequestHeader(apiKey=CONTROLLER_REGISTRATION) -- x";
        try {
            speaker.error(message, new CompletionException(new NotControllerException("The active controller appears to be node 1.")));
            speaker.error(message, new NotControllerException("The active controller appears to be node 1."));
            assertThat(log.list).isEmpty();
            speaker.error(message, new CompletionException(new ClusterAuthorizationException("no")));
            speaker.error(message);
        } finally {
            speaker.setLevel(null);
        }
        assertThat(log.list).hasSize(2);
    }

    @Test
    void letsEverythingThroughToWhoeverAsks() {
        logback.getLogger(Sender.class).setLevel(Level.DEBUG);
        try {
            new LogContext("[Producer clientId=p] ").logger(Sender.class).warn("Got error produce response in correlation id {}", 1);
        } finally {
            logback.getLogger(Sender.class).setLevel(null);
        }
        assertThat(log.list).hasSize(1);
    }
}
