package com.versaai.hub.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many records a consumer group has not acknowledged yet. */
public final class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final GroupOffsets groups;

    Backlog(Admin admin) {
        this.groups = new GroupOffsets(admin, PATIENCE);
    }

    /**
     * Records of the topic behind the group's committed offsets; where it has never committed, all there are. 0 when Kafka
     * does not answer.
     */
    public long of(String group, String topic) {
        try {
            Set<TopicPartition> partitions = groups.partitions(Set.of(topic));
            Map<TopicPartition, Long> committed = groups.acknowledged(Set.of(group)).get(group);
            Map<TopicPartition, Long> ends = groups.offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> starts = groups.offsets(partitions.stream().filter(one -> !committed.containsKey(one)).toList(), OffsetSpec.earliest());
            return partitions.stream().mapToLong(one -> Math.max(0, ends.get(one) - (starts.containsKey(one) ? starts.get(one) : committed.get(one)))).sum();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("No backlog of {}: {}", group, e.toString());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
