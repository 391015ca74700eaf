package com.versaai.hub.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * What a Kafka consumer says of records that are not acknowledged and therefore read again: one line a route and minute.
 * Camel's own handler writes a stack trace for each of them, each second, while the database is away.
 */
final class UnacknowledgedRecords implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnacknowledgedRecords.class);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** Of each route, when it last said something. */
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        String route = exchange == null ? "A Kafka consumer" : String.valueOf(exchange.getFromRouteId());
        LOG.debug("{}: {}", route, message, exception);
        tell(route, exchange == null ? null : KafkaRecords.location(exchange), exception);
    }

    /** The route of a record was through, but its outcome could not be written. */
    void failed(String route, String record, Throwable exception) {
        LOG.debug("{}: {}", route, record, exception);
        // Another pass was faster; what that wrote stays, and reading the record again finds it.
        if (!(exception instanceof OptimisticLockingFailureException || exception instanceof DuplicateKeyException)) {
            tell(String.valueOf(route), record, exception);
        }
    }

    private void tell(String route, String record, Throwable exception) {
        if (isDue(route)) {
            LOG.warn("{}: {} could not be finished and is read again until it can ({}). Others of this route may wait for the same; "
                    + "the next line about it comes in {} s at the earliest", route, record == null ? "a record" : record,
                    cause(exception), SILENCE.toSeconds());
        }
    }

    private boolean isDue(String route) {
        long now = System.nanoTime();
        Long kept = told.merge(route, now, (before, after) -> after - before < SILENCE.toNanos() ? before : after);
        return kept == now;
    }

    private static String cause(Throwable exception) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(exception);
        String text = String.valueOf(root.getMessage());
        return root.getClass().getSimpleName() + ": " + text.lines().findFirst().orElse("");
    }
}
