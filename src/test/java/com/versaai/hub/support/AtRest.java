package com.versaai.hub.support;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a hub has worked on all it was given. Tests share a hub, and what one has caused (an alert, a threshold of a budget) is told
 * late: it would count as the next one's effect.
 */
final class AtRest {

    /** Best effort: what is parked or waits for a broken destination takes longer, and is the test's own to get rid of. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final String brokers;

    AtRest(String brokers) {
        this.brokers = brokers;
    }

    /** Returns when two looks in a row find nothing unread and nothing new between them, or after {@link #PATIENCE}. */
    void await() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Map<TopicPartition, Long> before = null;
            while (System.nanoTime() < end) {
                Map<TopicPartition, Long> now = ends(admin);
                if (now.equals(before) && everythingRead(admin, now)) {
                    return;
                }
                before = now;
                // Between two looks, or the looking would take the processor from what is looked at.
                LockSupport.parkNanos(LOOK.toNanos());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the test's Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> topics = admin.listTopics().names().get().stream().filter(name -> name.startsWith("hub.")).collect(Collectors.toSet());
        Map<TopicPartition, OffsetSpec> wanted = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        admin.describeTopics(topics).allTopicNames().get().forEach((name, topic) ->
                topic.partitions().forEach(partition -> wanted.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(wanted).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /**
     * By the groups that have members (a subscriber that was tried and taken back stays behind for ever), of the partitions they have ever
     * acknowledged something of: the others' first record shows in the next look.
     */
    private static boolean everythingRead(Admin admin, Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Set<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups().inGroupStates(Set.of(GroupState.STABLE))).all().get().stream()
                .map(group -> group.groupId()).filter(id -> id.startsWith("hub.")).collect(Collectors.toSet());
        var asked = groups.stream().collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()));
        return admin.listConsumerGroupOffsets(asked).all().get().values().stream().flatMap(group -> group.entrySet().stream())
                .allMatch(at -> at.getValue() == null || at.getValue().offset() >= ends.getOrDefault(at.getKey(), 0L));
    }
}
