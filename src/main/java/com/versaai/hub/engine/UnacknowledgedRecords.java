package com.versaai.hub.engine;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * What a Kafka consumer says of records that are not acknowledged and therefore read again: one line a route and minute, with their number.
 * Camel's own handler writes a stack trace for each of them, each second, while the database is away.
 */
final class UnacknowledgedRecords implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnacknowledgedRecords.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

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

    private static void tell(String route, String record, Throwable exception) {
        String which = record == null ? "a record" : record;
        LINES.warn("records of " + route + " that could not be finished yet", which, "{}: {} could not be finished and is read again until it "
                + "can ({}). Others of this route may wait for the same", route, which, cause(exception));
    }

    private static String cause(Throwable exception) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(exception);
        String text = String.valueOf(root.getMessage());
        return root.getClass().getSimpleName() + ": " + text.lines().findFirst().orElse("");
    }
}
