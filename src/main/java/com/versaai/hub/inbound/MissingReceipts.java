package com.versaai.hub.inbound;

import com.versaai.hub.engine.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether the database is older than Kafka: a request's offset is committed after its receipt is, so the newest acknowledged requests
 * have theirs, or the database has gone back (restored from a copy, or cut by a power loss). What it then does not know are repetitions.
 */
final class MissingReceipts {

    private static final Logger LOG = LoggerFactory.getLogger(MissingReceipts.class);
    private static final int STEP = 500;
    private static final int MOST = 100_000;

    /** What is older may have been forgotten: {@code hub.database.keep}. */
    private static final Duration REMEMBERED = Duration.ofHours(72);

    private final JdbcTemplate jdbc;
    private final Function<Map<TopicPartition, Long>, Map<TopicPartition, Instant>> written;
    private final Clock clock;

    /** @param written when the records at some offsets were written, of those that are still there */
    MissingReceipts(JdbcTemplate jdbc, Function<Map<TopicPartition, Long>, Map<TopicPartition, Instant>> written, Clock clock) {
        this.jdbc = jdbc;
        this.written = written;
        this.clock = clock;
    }

    /**
     * Looks, and logs what is missing.
     *
     * @param acknowledged up to where the requests of each partition of {@link Topics#INBOX} are worked on
     * @return one line for each partition whose newest requests the database does not know
     */
    List<String> look(Map<TopicPartition, Long> acknowledged) {
        List<String> found = new ArrayList<>();
        Map<TopicPartition, Long> newest = new HashMap<>();
        acknowledged.forEach((partition, end) -> {
            if (partition.topic().equals(Topics.INBOX) && end > 0) {
                newest.put(partition, end - 1);
            }
        });
        Instant since = clock.instant().minus(REMEMBERED);
        List<TopicPartition> inbox = written.apply(newest).entrySet().stream().filter(one -> one.getValue().isAfter(since)).map(Map.Entry::getKey)
                .sorted(Comparator.comparing(TopicPartition::partition)).toList();
        for (TopicPartition partition : inbox) {
            long end = acknowledged.get(partition);
            long missing = missing(partition, end);
            if (missing > 0) {
                found.add(partition + "@" + (end - missing) + ".." + (end - 1));
            }
        }
        if (!found.isEmpty()) {
            LOG.error("The database is older than Kafka: of requests that were worked on it does not know {}. What they caused is done; if it is sent again, it "
                    + "is done again wherever the provider does not drop repetitions. Kafka and the database are restored together (docs/operations.md)",
                    String.join(", ", found));
        }
        return found;
    }

    /** How many of the newest there is neither a receipt of nor, since it could not be read, a dead letter. */
    private long missing(TopicPartition partition, long end) {
        long missing = 0;
        while (missing < Math.min(end, MOST)) {
            long to = end - missing;
            List<String> step = LongStream.iterate(to - 1, offset -> offset >= Math.max(0, to - STEP), offset -> offset - 1)
                    .mapToObj(offset -> partition + "@" + offset).toList();
            Set<String> known = known(step);
            for (String location : step) {
                if (known.contains(location)) {
                    return missing;
                }
                missing++;
            }
        }
        return missing;
    }

    private Set<String> known(List<String> locations) {
        String marks = String.join(", ", Collections.nCopies(locations.size(), "?"));
        Set<String> known = new HashSet<>(jdbc.queryForList("select location from receipt where location in (" + marks + ")", String.class, locations.toArray()));
        jdbc.queryForList("select id from delivery where id in (" + marks + ")", String.class, locations.stream().map(one -> "inbox/" + one + "/map").toArray())
                .forEach(id -> known.add(id.substring("inbox/".length(), id.length() - "/map".length())));
        return known;
    }
}
