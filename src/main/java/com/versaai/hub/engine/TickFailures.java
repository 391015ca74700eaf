package com.versaai.hub.engine;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For the error policy of timers: some tick every second, and would say every second that the database is away. Bean {@code tickFailures}. */
class TickFailures {

    private static final Logger LOG = LoggerFactory.getLogger(TickFailures.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

    /** @param then what becomes of it, in words */
    public void tell(Exchange exchange, String then) {
        Throwable failure = KafkaRecords.failure(exchange);
        String route = String.valueOf(exchange.getFromRouteId());
        LINES.warn("ticks of " + route + " that failed", exchange.getExchangeId(), "{} failed and {}: {}", route, then,
                failure == null ? "unknown" : failure.getMessage());
    }
}
