package com.versaai.hub.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the embedded broker's topics near a size. Kafka's own {@code retention.bytes} deletes what nobody has read yet; here the
 * oldest records go, and only those that every group which reads them has acknowledged. Bean {@code topicTrim}.
 */
final class TopicTrim {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTrim.class);
    private static final long SECONDS = 10;

    private final Admin admin;
    private final Predicate<String> topics;
    private final long most;

    /**
     * @param topics which topics, by name
     * @param most   bytes of one of them, 0 = no limit
     */
    TopicTrim(Admin admin, Predicate<String> topics, long most) {
        this.admin = admin;
        this.topics = topics;
        this.most = most;
    }

    /** Deletes what is too much. A broker that does not answer is asked again the next time. */
    public void trim() {
        if (most == 0) {
            return;
        }
        try {
            Map<TopicPartition, Long> surplus = surplus();
            if (!surplus.isEmpty()) {
                delete(surplus);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Topics were not trimmed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Percent of each partition that is too much, of the topics that are too large. */
    private Map<TopicPartition, Long> surplus() throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        List<Integer> brokers = get(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
        get(admin.describeLogDirs(brokers).allDescriptions()).values().stream().flatMap(folders -> folders.values().stream())
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

    private void delete(Map<TopicPartition, Long> surplus) throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> acknowledged = acknowledged();
        Map<TopicPartition, Long> starts = offsets(surplus.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(surplus.keySet(), OffsetSpec.latest());
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        surplus.forEach((partition, percent) -> {
            long start = starts.get(partition);
            long wanted = start + ((ends.get(partition) - start) * percent + 99) / 100;
            long allowed = Math.min(wanted, acknowledged.getOrDefault(partition, 0L));
            if (allowed > start) {
                deletions.put(partition, RecordsToDelete.beforeOffset(allowed));
            }
        });
        get(admin.deleteRecords(deletions).all());
        deletions.forEach((partition, before) -> LOG.info("{} is too large: its {} oldest records, all acknowledged, were deleted", partition,
                before.beforeOffset() - starts.get(partition)));
    }

    /** Up to where every group has read; nothing of a partition that some group has been given and never acknowledged a record of. */
    private Map<TopicPartition, Long> acknowledged() throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> lowest = new HashMap<>();
        Set<String> groups = get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream().map(GroupListing::groupId)
                .collect(Collectors.toSet());
        Map<String, ListConsumerGroupOffsetsSpec> all = groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Set<TopicPartition>> known = new HashMap<>();
        get(admin.listConsumerGroupOffsets(all).all()).forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            if (offset != null) {
                lowest.merge(partition, offset.offset(), Math::min);
                known.computeIfAbsent(group, name -> new HashSet<>()).add(partition);
            }
        }));
        get(admin.describeConsumerGroups(groups).all()).forEach((group, members) -> members.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .filter(partition -> !known.getOrDefault(group, Set.of()).contains(partition))
                .forEach(partition -> lowest.put(partition, 0L)));
        return lowest;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        return get(admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which))).all())
                .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(SECONDS, TimeUnit.SECONDS);
    }
}
