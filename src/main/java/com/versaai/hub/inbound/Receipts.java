package com.versaai.hub.inbound;

import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.engine.GroupCommit.Pending;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.GroupCommit;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of received requests; what is in it recognises a repeated one. */
class Receipts {

    private static final int MAX_WHY = 1000;
    private static final int MAX_TYPE = 200;
    private static final int MAX_IDS = 2000;

    private final JdbcTemplate jdbc;
    private final GroupCommit commits;
    private final Clock clock;

    Receipts(JdbcTemplate jdbc, GroupCommit commits, Clock clock) {
        this.jdbc = jdbc;
        this.commits = commits;
        this.clock = clock;
    }

    /** Whether another request brought the same provider event and was worked on. A request without id is never a repetition. */
    boolean seenBefore(Receipt receipt, String location) {
        if (receipt.providerEventId() == null) {
            return false;
        }
        commits.settle(subject(receipt, location));
        return !jdbc.queryForList("""
                select 1 from receipt where source = ? and provider_event_id = ? and location <> ?
                and outcome in ('mapped', 'ignored', 'unknown') limit 1""",
                receipt.source(), receipt.providerEventId(), location).isEmpty();
    }

    /**
     * Writes the row soon; recording the same request again replaces it.
     *
     * @param mappedAt when its events were computed, which is before they were published
     * @param settled the dead letter whose replay this may be, null for none
     */
    Pending record(Receipt receipt, String location, String outcome, String why, Instant mappedAt, List<String> eventIds,
            String settled) {
        String ids = String.join(" ", eventIds);
        List<Write> writes = new ArrayList<>(List.of(
                new Write("delete from receipt where location = ?", location),
                new Write("""
                        insert into receipt (location, source, provider_event_id, provider_type, received_at, verdict, outcome, why,
                            mapped_at, event_ids) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                        location, receipt.source(), receipt.providerEventId(), cut(receipt.type(), MAX_TYPE), receipt.receivedAt(),
                        receipt.verdict().reason() + (receipt.editedBy() == null ? "" : ", edited since"), outcome, cut(why, MAX_WHY), mappedAt, cut(ids, MAX_IDS))));
        if (settled != null) {
            writes.add(DeadLetterBox.settle(settled, clock.instant()));
        }
        return commits.submit(subject(receipt, location), writes);
    }

    private static String subject(Receipt receipt, String location) {
        return receipt.providerEventId() == null ? location : receipt.source() + ' ' + receipt.providerEventId();
    }

    private static String cut(String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }
}
