package com.versaai.hub.engine;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The message bus ({@code hub.bus.*}).
 *
 * @param embedded          settings of the broker in this JVM
 * @param brokers           external brokers, {@code host:port,…}; ignored while the embedded broker is enabled
 * @param replicationFactor of the topics the hub creates
 * @param minInsyncReplicas replicas that must have a record before Kafka acknowledges it; one less than the replication
 *                          factor lets one broker be away
 * @param inboxPartitions   partitions of {@code hub.inbox}
 * @param eventPartitions   partitions of each {@code hub.events.<type>}
 * @param deliveryPartitions partitions of each {@code hub.deliveries.<destination>}: the most deliveries to one
 *                          destination under way at once; cannot be lowered later
 * @param retention         how long a topic keeps a record; the embedded broker keeps one that is not acknowledged for ever
 * @param acceptLoss        start although an external Kafka has deleted records that were not worked on
 * @param maxRecord         bytes of the largest record that the hub sends and the topics it creates take
 * @param pollLinger        a consumer whose last poll brought records asks again after that long at the earliest, so that under
 *                          load one fetch brings several; 0 asks at once. The first record after a pause never waits
 * @param eventTypes        every type that gets a topic of its own; others go to {@code hub.events.unknown}
 */
@Validated
@ConfigurationProperties("hub.bus")
public record BusProperties(
        @Valid @NotNull @DefaultValue Embedded embedded,
        String brokers,
        @Min(1) @DefaultValue("1") short replicationFactor,
        @Min(1) @DefaultValue("1") short minInsyncReplicas,
        @Min(1) @DefaultValue("4") int inboxPartitions,
        @Min(1) @DefaultValue("2") int eventPartitions,
        @Min(1) @DefaultValue("4") int deliveryPartitions,
        @NotNull @DefaultValue("7d") Duration retention,
        @DefaultValue("false") boolean acceptLoss,
        @Min(1) @DefaultValue("4194304") int maxRecord,
        @NotNull @DurationMin @DurationMax(seconds = 1) @DefaultValue("10ms") Duration pollLinger,
        @NotNull @DefaultValue List<@NotBlank String> eventTypes) {

    public BusProperties {
        if (minInsyncReplicas > replicationFactor) {
            throw new IllegalArgumentException("hub.bus.min-insync-replicas is larger than hub.bus.replication-factor: nothing could be acknowledged");
        }
    }

    /**
     * @param enabled       start a broker in this JVM
     * @param port          its port on 127.0.0.1; 0 takes any free one
     * @param dataDir       where it keeps its log
     * @param flushMessages fsync after so many records of a partition. Unset, an acknowledged record survives the kill of
     *                      the process (it is in the page cache) but not a power loss; 1 survives both and costs throughput
     * @param topicMaxSize a topic is kept near this size by deleting its oldest records, but none that a group which reads it has not
     *                     acknowledged; 0 = by age only. An external Kafka is told by those who run it
     */
    public record Embedded(
            @DefaultValue("true") boolean enabled,
            @Min(0) @DefaultValue("19092") int port,
            @NotNull @DefaultValue("data/kafka") Path dataDir,
            Long flushMessages,
            @NotNull @DefaultValue("512MB") DataSize topicMaxSize) {
    }
}
