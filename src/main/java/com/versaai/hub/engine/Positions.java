package com.versaai.hub.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How far every consumer group has read, written down every minute. Compared at the start with what Kafka has, it tells of records that
 * are gone without having been worked on: deleted by an external Kafka's retention while the hub was off, or cut off by a power loss.
 * Kafka itself only begins at the oldest there is, without a word. Bean {@code positions}.
 */
public final class Positions {

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);
    private static final String HUB = "hub.";
    static final String INSERT = """
            insert into bus_position (group_id, topic, partition_no, acknowledged, log_end, seen_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String UPDATE = """
            update bus_position set acknowledged = ?, log_end = ?, seen_at = ? where group_id = ? and topic = ? and partition_no = ?""";
    private static final Predicate<String> HUB_TOPICS = topic -> topic.startsWith(HUB);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final GroupOffsets groups;
    private final TopicReader reader;
    private final JdbcTemplate jdbc;
    private final MultiGauge gauges;
    private final Clock clock;
    private volatile List<Gap> gaps = List.of();
    private volatile Map<Reader, Position> atStart = Map.of();
    private volatile Map<String, Duration> ages = Map.of();

    Positions(Admin admin, TopicReader reader, JdbcTemplate jdbc, MeterRegistry meters, Clock clock) {
        this.groups = new GroupOffsets(admin);
        this.reader = reader;
        this.jdbc = jdbc;
        this.clock = clock;
        this.gauges = MultiGauge.builder("hub.bus.unread.age").baseUnit("seconds").description("Age of the oldest record that a group has not acknowledged")
                .register(meters);
    }

    /** A group and a partition that it reads. */
    record Reader(String group, TopicPartition partition) {
    }

    /** @param end offset of the next record to come */
    record Position(long acknowledged, long end) {
    }

    /**
     * Records that are gone.
     *
     * @param from    offset of the first of them
     * @param to      offset after the last that is known of
     * @param unread  how many of them the group had not acknowledged
     * @param deleted by age, which somebody has to accept; otherwise cut off at the end of the log
     */
    public record Gap(String group, TopicPartition partition, long from, long to, long unread, boolean deleted) {

        @Override
        public String toString() {
            return partition + "@" + from + ".." + (to - 1) + (deleted ? " deleted" : " cut off") + ", " + unread + " of them not worked on by " + group;
        }
    }

    /** What was missing when the hub started. */
    public List<Gap> gaps() {
        return gaps;
    }

    /** When the records at those offsets were written; those that Kafka has no more are left out. */
    public Map<TopicPartition, Instant> written(Map<TopicPartition, Long> offsets) {
        return offsets.isEmpty() ? Map.of() : reader.times(offsets, LOOK);
    }

    /** Up to where a group had acknowledged when the hub started. */
    public Map<TopicPartition, Long> atStart(String group) {
        return atStart.entrySet().stream().filter(one -> one.getKey().group.equals(group))
                .collect(Collectors.toMap(one -> one.getKey().partition, one -> one.getValue().acknowledged));
    }

    /** Writes down where everybody is, and forgets groups that are gone. */
    public synchronized void remember() throws ExecutionException, InterruptedException, TimeoutException {
        Map<Reader, Position> now = now(groups.offsets(groups.partitions(HUB_TOPICS), OffsetSpec.latest()));
        OffsetDateTime seen = clock.instant().atOffset(ZoneOffset.UTC);
        now.forEach((reader, at) -> store(reader, at, seen));
        Set<String> known = now.keySet().stream().map(Reader::group).collect(Collectors.toSet());
        jdbc.queryForList("select distinct group_id from bus_position", String.class).stream().filter(group -> !known.contains(group))
                .forEach(group -> jdbc.update("delete from bus_position where group_id = ?", group));
        ages(now);
    }

    private void store(Reader reader, Position at, OffsetDateTime seen) {
        String topic = reader.partition.topic();
        int partition = reader.partition.partition();
        if (jdbc.update(UPDATE, at.acknowledged, at.end, seen, reader.group, topic, partition) == 0) {
            jdbc.update(INSERT, reader.group, topic, partition, at.acknowledged, at.end, seen);
        }
    }

    private void ages(Map<Reader, Position> now) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        now.forEach((reader, at) -> {
            if (at.acknowledged < at.end) {
                unread.merge(reader.partition, at.acknowledged, Math::min);
            }
        });
        Map<TopicPartition, Instant> times = unread.isEmpty() ? Map.of() : reader.times(unread, LOOK);
        Map<String, Duration> oldest = new TreeMap<>();
        now.keySet().forEach(one -> oldest.merge(one.group, age(now.get(one), times.get(one.partition)), (x, y) -> x.compareTo(y) > 0 ? x : y));
        ages = oldest;
        gauges.register(oldest.entrySet().stream().map(one -> Row.of(Tags.of("group", one.getKey()), one.getValue().toSeconds())).toList(), true);
    }

    private Duration age(Position at, Instant oldest) {
        Duration age = oldest == null || at.acknowledged >= at.end ? Duration.ZERO : Duration.between(oldest, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** How old the oldest record is that a group has not acknowledged, as of the last look. */
    public Map<String, Duration> ages() {
        return ages;
    }

    /**
     * Compares what was written down with what there is, before anybody reads.
     *
     * @param accepted whether records that Kafka has deleted unread are given up
     * @throws EngineStartException when there are such records and they are not
     */
    void compare(boolean accepted) throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicPartition> there = groups.partitions(HUB_TOPICS);
        Map<Reader, Position> known = new HashMap<>(stored());
        known.keySet().removeIf(one -> !there.contains(one.partition));
        Map<TopicPartition, Long> starts = groups.offsets(there, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = groups.offsets(there, OffsetSpec.latest());
        atStart = now(ends);
        atStart.forEach((one, position) -> known.merge(one, position,
                (stored, committed) -> new Position(Math.max(stored.acknowledged, committed.acknowledged), stored.end)));
        List<Gap> found = known.entrySet().stream().map(one -> gap(one.getKey(), one.getValue(), starts.get(one.getKey().partition), ends.get(one.getKey().partition)))
                .flatMap(Optional::stream).sorted(Comparator.comparing(Gap::toString)).toList();
        found.forEach(gap -> LOG.error("Records are gone: {}", gap));
        gaps = found;
        List<Gap> deleted = found.stream().filter(Gap::deleted).toList();
        if (!deleted.isEmpty() && !accepted) {
            throw new EngineStartException("Kafka has deleted records that the hub had accepted and not worked on: "
                    + deleted.stream().map(Gap::toString).collect(Collectors.joining("; ")),
                    "They cannot be had back from here. See whose they were (docs/operations.md, \"Records are gone\"), raise the topics' retention.ms, and "
                    + "start once with --hub.bus.accept-loss=true.", null);
        }
        comeBack(ends);
        for (Gap gap : deleted) {
            groups.moveTo(gap.group, gap.partition, gap.to);
            store(new Reader(gap.group, gap.partition), new Position(gap.to, ends.get(gap.partition)), clock.instant().atOffset(ZoneOffset.UTC));
        }
    }

    /**
     * Groups that stand behind the new end of a log that was cut off: the next records get the offsets of those that are gone, and a group
     * that looks only when they are there would pass them over; one that looks earlier begins at the oldest there is.
     */
    private void comeBack(Map<TopicPartition, Long> ends) throws InterruptedException, TimeoutException {
        for (Map.Entry<Reader, Position> one : atStart.entrySet()) {
            Reader reader = one.getKey();
            long end = ends.get(reader.partition);
            if (one.getValue().acknowledged > end) {
                try {
                    groups.moveTo(reader.group, reader.partition, end);
                } catch (ExecutionException e) {
                    // Members that are at work, of another node or of a process just killed, find out by themselves.
                    LOG.warn("{} stands behind the end of {} and could not be moved there: {}", reader.group, reader.partition, e.getCause().toString());
                }
            }
        }
    }

    private static Optional<Gap> gap(Reader reader, Position known, long start, long end) {
        if (start > known.acknowledged) {
            return Optional.of(new Gap(reader.group, reader.partition, known.acknowledged, start, start - known.acknowledged, true));
        }
        long to = Math.max(known.end, known.acknowledged);
        return end >= to ? Optional.empty() : Optional.of(new Gap(reader.group, reader.partition, end, to, to - Math.max(end, known.acknowledged), false));
    }

    /** @param ends of the partitions that are looked at */
    private Map<Reader, Position> now(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> own = groups.groups().stream().filter(group -> group.startsWith(HUB)).collect(Collectors.toSet());
        Map<Reader, Position> positions = new HashMap<>();
        groups.acknowledged(own).forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            if (ends.containsKey(partition)) {
                positions.put(new Reader(group, partition), new Position(offset, ends.get(partition)));
            }
        }));
        return positions;
    }

    private Map<Reader, Position> stored() {
        return jdbc.query("select group_id, topic, partition_no, acknowledged, log_end from bus_position", (row, n) -> Map.entry(
                new Reader(row.getString(1), new TopicPartition(row.getString(2), row.getInt(3))), new Position(row.getLong(4), row.getLong(5))))
                .stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
