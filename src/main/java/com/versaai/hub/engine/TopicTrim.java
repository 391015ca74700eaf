package com.versaai.hub.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes records of the embedded broker that are too old, and of topics that are too large. Kafka's own retention deletes what nobody
 * has read yet: a hub that was off for longer than it would begin with a loss. Here only those go that every group which reads them has
 * acknowledged. Bean {@code topicTrim}.
 */
final class TopicTrim {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTrim.class);

    private final Admin admin;
    private final GroupOffsets groups;
    private final Predicate<String> topics;
    private final long most;
    private final Duration longest;
    private final Clock clock;

    /**
     * @param topics  which topics, by name
     * @param most    bytes of one of them, 0 = no limit
     * @param longest how long an acknowledged record is kept, null = for ever
     */
    TopicTrim(Admin admin, Predicate<String> topics, long most, Duration longest, Clock clock) {
        this.admin = admin;
        this.groups = new GroupOffsets(admin);
        this.topics = topics;
        this.most = most;
        this.longest = longest;
        this.clock = clock;
    }

    /** Deletes what is too much. A broker that does not answer is asked again the next time. */
    public void trim() {
        try {
            if (longest != null) {
                deleteOld();
            }
            Map<TopicPartition, Long> surplus = most == 0 ? Map.of() : surplus();
            if (!surplus.isEmpty()) {
                deleteSurplus(surplus);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Topics were not trimmed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteOld() throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicPartition> partitions = groups.partitions(topics);
        Map<TopicPartition, Long> young = groups.offsets(partitions, OffsetSpec.forTimestamp(clock.instant().minus(longest).toEpochMilli()));
        Map<TopicPartition, Long> ends = groups.offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, young.get(partition) < 0 ? ends.get(partition) : young.get(partition)));
        // Events of a type that nobody subscribes to go by their age alone; a request or a delivery waits for its stage however long.
        delete(wanted, partition -> partition.topic().startsWith(Topics.EVENTS) ? Long.MAX_VALUE : 0, "too old");
    }

    /** Percent of each partition that is too much, of the topics that are too large. */
    private Map<TopicPartition, Long> surplus() throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        List<Integer> brokers = groups.get(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
        groups.get(admin.describeLogDirs(brokers).allDescriptions()).values().stream().flatMap(folders -> folders.values().stream())
                .forEach(folder -> folder.replicaInfos().forEach((partition, replica) -> {
                    if (topics.test(partition.topic())) {
                        sizes.merge(partition, replica.size(), Math::max);
                    }
                }));
        Map<String, Long> together = new HashMap<>();
        sizes.forEach((partition, size) -> together.merge(partition.topic(), size, Long::sum));
        return sizes.keySet().stream().filter(partition -> together.get(partition.topic()) > most)
                .collect(Collectors.toMap(partition -> partition, partition -> 100 - 100 * most / together.get(partition.topic())));
    }

    private void deleteSurplus(Map<TopicPartition, Long> surplus) throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> starts = groups.offsets(surplus.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = groups.offsets(surplus.keySet(), OffsetSpec.latest());
        Map<TopicPartition, Long> wanted = new HashMap<>();
        surplus.forEach((partition, percent) -> wanted.put(partition,
                starts.get(partition) + ((ends.get(partition) - starts.get(partition)) * percent + 99) / 100));
        delete(wanted, partition -> 0, "too many");
    }

    /**
     * Up to there, but nothing that is not acknowledged.
     *
     * @param unread up to where, of a partition that no group reads
     */
    private void delete(Map<TopicPartition, Long> wanted, ToLongFunction<TopicPartition> unread, String why) throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> starts = groups.offsets(wanted.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, Long> acknowledged = acknowledged(wanted.keySet());
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        wanted.forEach((partition, before) -> {
            long allowed = Math.min(before, acknowledged.containsKey(partition) ? acknowledged.get(partition) : unread.applyAsLong(partition));
            if (allowed > starts.get(partition)) {
                deletions.put(partition, RecordsToDelete.beforeOffset(allowed));
            }
        });
        groups.get(admin.deleteRecords(deletions).all());
        deletions.forEach((partition, before) -> LOG.info("{}: its {} oldest records, {} and all acknowledged, were deleted", partition,
                before.beforeOffset() - starts.get(partition), why));
    }

    /** Up to where every group has read; nothing of a partition that some group has been given and never acknowledged a record of. */
    private Map<TopicPartition, Long> acknowledged(Collection<TopicPartition> wanted) throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> all = groups.groups();
        Map<String, Map<TopicPartition, Long>> known = groups.acknowledged(all);
        Map<TopicPartition, Long> lowest = new HashMap<>();
        known.values().forEach(offsets -> offsets.forEach((partition, offset) -> lowest.merge(partition, offset, Math::min)));
        groups.assigned(all).forEach((group, partitions) -> partitions.stream().filter(partition -> !known.getOrDefault(group, Map.of()).containsKey(partition))
                .forEach(partition -> lowest.put(partition, 0L)));
        lowest.keySet().retainAll(wanted);
        return lowest;
    }
}
