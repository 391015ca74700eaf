package com.versaai.hub.engine;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** The name of Kafka's exception and what it says. */
    private static final List<String> MOVED = List.of("NotLeaderOrFollowerException", "this error indicates that the broker is not the current leader");

    /** Beginnings of messages; {@code {}} stands for any value, as the libraries write them. Loggers of nested classes begin alike. */
    private static final Map<String, List<Pattern>> SENTENCES = patterns(Map.ofEntries(
            // Milliseconds, called seconds. What is cut off when the hub stops is told by BoundedStop.
            Map.entry("org.apache.camel.component.kafka.KafkaFetchRecords", List.of("The processing of the current record did not finish within",
                    "Error closing the Kafka consumer: {} (this error will be ignored)")),
            Map.entry("org.apache.camel.impl.engine.DefaultShutdownStrategy", List.of("Timeout occurred during graceful shutdown. Forcing",
                    "Interrupted while waiting during graceful shutdown, will force")),
            // What a stop has cut off ends by an interrupt; BoundedStop has told it.
            Map.entry("org.apache.camel.impl.engine.BaseExecutorServiceManager", List.of("Forcing shutdown of ExecutorService")),
            Map.entry("org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer", List.of("Failed to close coordinator with a timeout",
                    "Failed to close fetcher with a timeout")),
            Map.entry("org.apache.kafka.clients.producer.KafkaProducer", List.of("Interrupted while joining ioThread")),
            // The broker is stopping, or a group's records came too late: whoever asked gets an error and asks again.
            // "Failed to load metadata" (but for a partition that moved, see below) and "out of sync with the underlying log" are not among them:
            // they are about the disk.
            Map.entry(COORDINATOR, List.of("Writing records to {} failed due to", "Failed to unload", "Cannot load coordinator",
                    "Coordinator runtime is already shutting down")),
            // A commit that did not arrive is repeated; a member that is unknown, for it was silent too long, joins again.
            Map.entry("org.apache.kafka.clients.consumer.internals.ConsumerCoordinator",
                    List.of("Offset commit failed on partition {} at offset {}: The coordinator is not aware of this member")),
            // One broker that answers itself late, for the machine stood still: it goes on.
            Map.entry("org.apache.kafka.controller.ReplicationControlManager", List.of("processExpiredBrokerHeartbeat")),
            // FormerLife asks, and a process that was killed in its first second had nothing registered.
            Map.entry("org.apache.kafka.clients.admin.KafkaAdminClient", List.of("Unregister broker request for broker ID {} failed")),
            Map.entry("kafka.server.BrokerLifecycleManager", List.of("Broker {} sent a heartbeat request but received error", "Unable to send a heartbeat")),
            // The producer repeats it; what it gives up is told by the route, and to the caller.
            Map.entry("org.apache.kafka.clients.producer.internals.Sender", List.of("Got error produce response",
                    "Received unknown topic or partition error in produce request", "Received invalid metadata error in produce request"))));

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
        List<Pattern> sentences = SENTENCES.get(outer(event.getLoggerName()));
        boolean known = sentences != null && event.getMessage() != null
                && sentences.stream().anyMatch(sentence -> sentence.matcher(event.getMessage()).lookingAt());
        return (known || moved(event) || early(event)) && !asked(event) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** The only broker took its partitions over anew, as after a kill or a standstill: what came in between is done again. */
    private static boolean moved(ILoggingEvent event) {
        return COORDINATOR.equals(outer(event.getLoggerName()))
                && MOVED.stream().anyMatch(word -> event.getFormattedMessage().contains(word));
    }

    /** The broker registers with a controller, itself, that isn't elected yet, as in a fast start: it registers again. */
    private static boolean early(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return "kafka.server.ControllerApis".equals(event.getLoggerName())
                && event.getMessage().contains("Unexpected error handling request") && thrown != null
                && Stream.of(thrown, thrown.getCause()).filter(Objects::nonNull)
                        .anyMatch(each -> each.getClassName().equals(NotControllerException.class.getName()));
    }

    private static String outer(String logger) {
        int nested = logger.indexOf('$');
        return nested < 0 ? logger : logger.substring(0, nested);
    }

    private static Map<String, List<Pattern>> patterns(Map<String, List<String>> sentences) {
        Map<String, List<Pattern>> patterns = new HashMap<>();
        sentences.forEach((logger, beginnings) -> patterns.put(logger, beginnings.stream().map(KnownNoise::pattern).toList()));
        return patterns;
    }

    /** Kafka puts who speaks before each message, {@code [GroupCoordinator id=1] Failed to …}, and the values in before it calls the logger. */
    private static Pattern pattern(String beginning) {
        String words = Stream.of(beginning.split("\\{}", -1)).map(Pattern::quote).collect(Collectors.joining(".*?"));
        return Pattern.compile("(?:\\[[^]]*] )?" + words, Pattern.DOTALL);
    }

    private static boolean asked(ILoggingEvent event) {
        return LoggerFactory.getLogger(event.getLoggerName()).isDebugEnabled();
    }
}
