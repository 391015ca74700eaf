package com.versaai.hub.alert;

import com.versaai.hub.delivery.plan.PlannedWrites;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.event.Event;
import java.time.Clock;
import org.apache.camel.Exchange;

/**
 * Has an event counted for the alert of its group: one row more in the transaction that writes down its routing, so that a
 * dead letter costs no transaction of its own, and a dry run writes nothing. Bean {@code alertNotices}.
 */
class AlertNotices {

    private static final String INSERT = """
            insert into alert_notice (event_id, kind, service, aspect, code, severity, delivery_id, attempts, occurred_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private final Clock clock;

    AlertNotices(Clock clock) {
        this.clock = clock;
    }

    /** Plans the row for the event of this exchange. */
    public void note(Exchange exchange) {
        Notice notice = Notice.of(exchange.getMessage().getBody(Event.class), clock.instant());
        PlannedWrites.add(exchange, "alerts", "group", "counted for the alert of " + notice.service() + ": " + notice.code(), write(notice));
    }

    static Write write(Notice notice) {
        return new Write(INSERT, notice.eventId(), notice.kind().name(), notice.service(), notice.aspect(), notice.code(), notice.severity(),
                notice.deliveryId(), notice.attempts(), notice.at());
    }
}
