package com.versaai.hub.engine;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.NotControllerException;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps single sentences of libraries out of the log: those that nobody can act on, or that the hub says itself, of loggers that
 * also say what somebody has to know. Whole loggers are set in {@code logging.level}. To read them raise the logger to DEBUG.
 */
final class KnownNoise extends Filter<ILoggingEvent> {

    private static final String COORDINATOR = "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime";

    /** Beginnings of messages as the library writes them, before their values are put in. */
    private static final Map<String, List<String>> SENTENCES = Map.of(
            // Milliseconds, called seconds. What is cut off when the hub stops is told by BoundedStop.
            "org.apache.camel.component.kafka.KafkaFetchRecords", List.of("The processing of the current record did not finish within",
                    "Error closing the Kafka consumer: {} (this error will be ignored)"),
            "org.apache.camel.impl.engine.DefaultShutdownStrategy", List.of("Timeout occurred during graceful shutdown. Forcing",
                    "Interrupted while waiting during graceful shutdown, will force"),
            // What a stop has cut off ends by an interrupt; BoundedStop has told it.
            "org.apache.camel.impl.engine.BaseExecutorServiceManager", List.of("Forcing shutdown of ExecutorService"),
            "org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer", List.of("Failed to close coordinator with a timeout",
                    "Failed to close fetcher with a timeout"),
            "org.apache.kafka.clients.producer.KafkaProducer", List.of("Interrupted while joining ioThread"),
            // The broker is stopping, or a group's records came too late: whoever asked gets an error and asks again.
            // "Failed to load metadata" (but for a partition that moved, see below) and "out of sync with the underlying log" are not among them:
            // they are about the disk.
            COORDINATOR, List.of("Writing records to {} failed due to", "Failed to unload", "Cannot load coordinator",
                    "Coordinator runtime is already shutting down"),
            COORDINATOR + "$CoordinatorContext", List.of("Writing records to {} failed due to", "Failed to unload"),
            // One broker that answers itself late, for the machine stood still: it goes on.
            "org.apache.kafka.controller.ReplicationControlManager", List.of("processExpiredBrokerHeartbeat"),
            // The producer repeats it; what it gives up is told by the route, and to the caller.
            "org.apache.kafka.clients.producer.internals.Sender", List.of("Got error produce response",
                    "Received unknown topic or partition error in produce request", "Received invalid metadata error in produce request"));

    /** Puts the filter before everything the log goes to; once is enough. */
    static void keepOut() {
        ILoggerFactory logging = LoggerFactory.getILoggerFactory();
        if (logging instanceof LoggerContext logback) {
            Iterator<Appender<ILoggingEvent>> appenders = logback.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            appenders.forEachRemaining(appender -> {
                if (appender.getCopyOfAttachedFiltersList().stream().noneMatch(KnownNoise.class::isInstance)) {
                    appender.addFilter(new KnownNoise());
                }
            });
        }
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        List<String> sentences = SENTENCES.get(event.getLoggerName());
        boolean known = sentences != null && sentences.stream().anyMatch(sentence -> contains(event.getMessage(), sentence));
        return (known || moved(event) || early(event)) && !asked(event) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** The only broker took a partition over anew while it read it, as after a kill on a busy machine: it is read again. */
    private static boolean moved(ILoggingEvent event) {
        return COORDINATOR.equals(event.getLoggerName()) && contains(event.getMessage(), "Failed to load metadata")
                && event.getFormattedMessage().contains("NotLeaderOrFollowerException");
    }

    /** The broker registers with a controller, itself, that isn't elected yet, as in a fast start: it registers again. */
    private static boolean early(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return "kafka.server.ControllerApis".equals(event.getLoggerName())
                && contains(event.getMessage(), "Unexpected error handling request") && thrown != null
                && Stream.of(thrown, thrown.getCause()).filter(Objects::nonNull)
                        .anyMatch(each -> each.getClassName().equals(NotControllerException.class.getName()));
    }

    /** Kafka puts who speaks before each message: {@code [GroupCoordinator id=1] Failed to …}. */
    private static boolean contains(String message, String sentence) {
        return message != null && (message.startsWith(sentence) || message.startsWith("[") && message.contains("] " + sentence));
    }

    private static boolean asked(ILoggingEvent event) {
        return LoggerFactory.getLogger(event.getLoggerName()).isDebugEnabled();
    }
}
