package com.versaai.hub.delivery;

import java.time.Clock;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Forgets old history; what is still open (parked, queued, dead) is kept however old. Bean {@code retention}. */
class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final DeliveryProperties settings;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Retention(DeliveryProperties settings, JdbcTemplate jdbc, Clock clock) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Deletes what is older than {@code hub.delivery.history}. */
    public void purge() {
        OffsetDateTime before = Sql.time(clock.instant().minus(settings.history()));
        int attempts = jdbc.update("""
                delete from attempt where delivery_id in
                (select id from delivery where updated_at < ? and state in ('delivered', 'discarded'))""", before);
        int deliveries = jdbc.update("delete from delivery where updated_at < ? and state in ('delivered', 'discarded')", before);
        int routings = jdbc.update("delete from routing where routed_at < ?", before);
        int events = jdbc.update("delete from event where accepted_at < ?", before);
        int receipts = jdbc.update("delete from receipt where received_at < ?", before);
        LOG.info("History before {} forgotten: {} receipts, {} events, {} routings, {} deliveries, {} attempts",
                before, receipts, events, routings, deliveries, attempts);
    }
}
