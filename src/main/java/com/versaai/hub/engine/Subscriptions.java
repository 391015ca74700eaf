package com.versaai.hub.engine;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Where a subscriber begins. One that nobody has ever seen begins with the moment it was saved, or with what it asks for, and that is
 * committed before its consumer is there: what comes between saving and its first poll is its own. One that is known keeps its place,
 * also where Kafka has forgotten it. Bean {@code subscriptions}.
 *
 * <p>Two nodes that see a new route at once agree by the table {@code bus_position}: the first to write says where.
 */
public final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String NOW = "now";
    private static final String BEGINNING = "beginning";
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private final GroupOffsets groups;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Subscriptions(Admin admin, JdbcTemplate jdbc, Clock clock) {
        this.groups = new GroupOffsets(admin);
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param subscriber names the consumer group
     * @param since      what of the past it wants, see {@link #since}; null for none
     */
    public record Subscription(String subscriber, Set<String> topics, String since) {

        public Subscription {
            topics = Set.copyOf(topics);
        }

        private String group() {
            return "hub." + subscriber;
        }
    }

    /**
     * The time that such words mean.
     *
     * @param words {@code now}, {@code beginning}, {@code 24h}, {@code 7d}, {@code 2026-01-05T10:00:00Z}; null is now
     * @throws IllegalArgumentException when they are none of these
     */
    public static Instant since(String words, Instant now) {
        if (words == null || words.isBlank() || words.equals(NOW)) {
            return now;
        }
        if (words.equals(BEGINNING)) {
            return Instant.EPOCH;
        }
        Matcher span = SPAN.matcher(words);
        try {
            return span.matches() ? now.minus(UNITS.get(span.group(2)).multipliedBy(Long.parseLong(span.group(1)))) : Instant.parse(words);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("since must be now, beginning, a span as 24h or 7d, or a time as 2026-01-05T10:00:00Z");
        }
    }

    /**
     * Gives a subscriber its place in those partitions where it has none.
     *
     * @param saved when its route was saved
     * @throws IllegalStateException when Kafka does not answer
     */
    public void begin(Subscription wanted, Instant saved) {
        Instant since = since(wanted.since(), saved);
        try {
            begin(wanted, since, groups.partitions(wanted.topics()::contains));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not say where " + wanted.group() + " stands: " + (e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a subscriber was given its place", e);
        }
    }

    private void begin(Subscription wanted, Instant since, Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        String group = wanted.group();
        Map<TopicPartition, Long> stored = stored(group);
        boolean known = !stored.isEmpty() || groups.groups().contains(group);
        Map<TopicPartition, Long> placed = known ? groups.acknowledged(Set.of(group)).getOrDefault(group, Map.of()) : Map.of();
        List<TopicPartition> open = partitions.stream().filter(one -> !placed.containsKey(one)).toList();
        if (open.isEmpty()) {
            return;
        }
        Set<String> read = placed.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        stored.keySet().forEach(one -> read.add(one.topic()));
        Map<TopicPartition, Long> starts = groups.offsets(open, OffsetSpec.earliest());
        // The end first: what comes between the two questions is then younger than it.
        Map<TopicPartition, Long> ends = groups.offsets(open, OffsetSpec.latest());
        Map<TopicPartition, Long> times = groups.offsets(open, OffsetSpec.forTimestamp(since.toEpochMilli()));
        Map<TopicPartition, Long> places = new HashMap<>();
        List<TopicPartition> fresh = new ArrayList<>();
        for (TopicPartition one : open) {
            // Of a new type of events the first may come before whoever keeps the rest is told of it: a known one takes all, unless it says since.
            boolean unseen = !known || wanted.since() != null && !read.contains(one.topic());
            if (stored.containsKey(one)) {
                places.put(one, stored.get(one)); // Kafka has forgotten it: a group that reads nothing for a week
            } else if (unseen) {
                fresh.add(one);
                places.put(one, times.get(one) < 0 ? ends.get(one) : times.get(one));
            } else {
                places.put(one, starts.get(one));
            }
        }
        commit(group, agreed(group, places, starts, ends));
        if (!fresh.isEmpty()) {
            tell(wanted, fresh, places, starts, ends);
        }
    }

    private static void tell(Subscription wanted, List<TopicPartition> fresh, Map<TopicPartition, Long> places, Map<TopicPartition, Long> starts,
                             Map<TopicPartition, Long> ends) {
        long told = fresh.stream().mapToLong(one -> ends.get(one) - places.get(one)).sum();
        long past = fresh.stream().mapToLong(one -> places.get(one) - starts.get(one)).sum();
        String topics = fresh.stream().map(TopicPartition::topic).distinct().sorted().collect(Collectors.joining(", "));
        boolean asked = wanted.since() != null && !wanted.since().equals(NOW);
        LOG.info("{} is new to {} and starts from {}: of the events that are there already {} come to it and {} do not{}", wanted.subscriber(), topics,
                asked ? wanted.since() : NOW, told, past, asked || past == 0 ? "" : " (with since=7d or since=beginning they would)");
    }

    /** What the table says, once this node's answer is in it where it held none. */
    private Map<TopicPartition, Long> agreed(String group, Map<TopicPartition, Long> places, Map<TopicPartition, Long> starts,
                                             Map<TopicPartition, Long> ends) {
        places.forEach((one, place) -> jdbc.update(Positions.INSERT, group, one.topic(), one.partition(), place, ends.get(one),
                clock.instant().atOffset(ZoneOffset.UTC)));
        Map<TopicPartition, Long> agreed = new HashMap<>(stored(group));
        agreed.keySet().retainAll(places.keySet());
        // Kafka may have less than was written down: of a log that was cut off, or one that has deleted what is old.
        agreed.replaceAll((one, place) -> Math.max(starts.get(one), Math.min(place, ends.get(one))));
        return agreed;
    }

    private Map<TopicPartition, Long> stored(String group) {
        Map<TopicPartition, Long> stored = new HashMap<>();
        jdbc.query("select topic, partition_no, acknowledged from bus_position where group_id = ?",
                row -> { stored.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)); }, group);
        return stored;
    }

    private void commit(String group, Map<TopicPartition, Long> places) throws ExecutionException, InterruptedException, TimeoutException {
        try {
            groups.moveTo(group, places);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownMemberIdException || e.getCause() instanceof GroupNotEmptyException)) {
                throw e;
            }
            // It reads on another node already: that one gave it its place, and without one it begins at the oldest there is.
            LOG.debug("{} has members already", group);
        }
    }
}
