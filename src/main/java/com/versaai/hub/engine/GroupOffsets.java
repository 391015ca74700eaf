package com.versaai.hub.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What Kafka says of consumer groups and partitions. Every question is answered within seconds or fails. */
final class GroupOffsets {

    private static final Duration USUAL = Duration.ofSeconds(10);

    private final Admin admin;
    private final Duration patience;

    GroupOffsets(Admin admin) {
        this(admin, USUAL);
    }

    /** @param patience for each answer */
    GroupOffsets(Admin admin, Duration patience) {
        this.admin = admin;
        this.patience = patience;
    }

    /** Partitions of the topics that are meant. */
    Set<TopicPartition> partitions(Predicate<String> topics) throws ExecutionException, InterruptedException, TimeoutException {
        return partitions(get(admin.listTopics().names()).stream().filter(topics).collect(Collectors.toSet()));
    }

    /** Partitions of those topics, which are there. */
    Set<TopicPartition> partitions(Set<String> names) throws ExecutionException, InterruptedException, TimeoutException {
        return get(admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream().map(one -> new TopicPartition(topic.name(), one.partition()))).collect(Collectors.toSet());
    }

    Set<String> groups() throws ExecutionException, InterruptedException, TimeoutException {
        return get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream().map(GroupListing::groupId).collect(Collectors.toSet());
    }

    /** Up to where each of the groups has acknowledged; partitions without a committed offset are left out. */
    Map<String, Map<TopicPartition, Long>> acknowledged(Set<String> groups) throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> all = groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, Long>> found = new HashMap<>();
        get(admin.listConsumerGroupOffsets(all).all()).forEach((group, offsets) -> {
            Map<TopicPartition, Long> known = found.computeIfAbsent(group, name -> new HashMap<>());
            offsets.forEach((partition, offset) -> {
                if (offset != null) {
                    known.put(partition, offset.offset());
                }
            });
        });
        return found;
    }

    /** Partitions that the groups' members work on. */
    Map<String, Set<TopicPartition>> assigned(Set<String> groups) throws ExecutionException, InterruptedException, TimeoutException {
        return get(admin.describeConsumerGroups(groups).all()).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                group -> group.getValue().members().stream().flatMap(member -> member.assignment().topicPartitions().stream()).collect(Collectors.toSet())));
    }

    /** -1 where a time is asked for and nothing is that young. */
    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        return get(admin.listOffsets(partitions.stream().distinct().collect(Collectors.toMap(partition -> partition, partition -> which))).all())
                .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Says that a group without members has acknowledged up to there. */
    void moveTo(String group, TopicPartition partition, long offset) throws ExecutionException, InterruptedException, TimeoutException {
        moveTo(group, Map.of(partition, offset));
    }

    /** The same of several partitions at once. */
    void moveTo(String group, Map<TopicPartition, Long> offsets) throws ExecutionException, InterruptedException, TimeoutException {
        get(admin.alterConsumerGroupOffsets(group, offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> new OffsetAndMetadata(one.getValue())))).all());
    }

    <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
