package com.versaai.hub.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members of consumer groups that a killed hub left behind. The embedded broker remembers them in its log, and would hold
 * their partitions for a whole session timeout (45 s) before the restarted hub gets any. Nobody else can be a member of a
 * group while the broker in this JVM has just started, so all of them are sent away.
 */
final class LeftMembers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftMembers.class);
    private static final long SECONDS = 10;

    private LeftMembers() {
    }

    /** To be called before the first consumer starts. A failure only means that the session timeout is waited for. */
    static void remove(Admin admin) {
        try {
            List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get(SECONDS, TimeUnit.SECONDS)
                    .stream().map(GroupListing::groupId).toList();
            List<KafkaFuture<Void>> removals = new ArrayList<>();
            for (ConsumerGroupDescription group : admin.describeConsumerGroups(groups).all().get(SECONDS, TimeUnit.SECONDS).values()) {
                if (!group.members().isEmpty()) {
                    removals.add(admin.removeMembersFromConsumerGroup(group.groupId(), new RemoveMembersFromConsumerGroupOptions()).all());
                }
            }
            KafkaFuture.allOf(removals.toArray(KafkaFuture[]::new)).get(SECONDS, TimeUnit.SECONDS);
            if (!removals.isEmpty()) {
                LOG.info("The hub was killed last time: its consumers were removed from {} groups", removals.size());
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Consumers of an earlier, killed hub could not be removed ({}); theirs is taken over when their session ends",
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
