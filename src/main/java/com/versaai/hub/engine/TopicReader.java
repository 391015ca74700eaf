package com.versaai.hub.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks at records that lie in topics, beside the consumers that work on them: without a group, committing nothing. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Properties settings = new Properties();

    /** @param consumers settings of the routes' own consumers: addresses, login, encryption */
    TopicReader(Properties consumers) {
        settings.putAll(consumers);
        settings.keySet().removeAll(Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.CLIENT_ID_CONFIG));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        // Reads what is there. A fetch that waits for what may come holds up the one for the next partition: there is one at a time.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
    }

    /**
     * What is read from the records that were written since then, oldest first within a partition.
     *
     * @param reading makes something of a record's value, null when it is not wanted
     * @param longest how long it may take altogether; what was found until then is the answer
     */
    public <T> List<T> read(Collection<String> topics, Instant since, Function<byte[], T> reading, int limit, Duration longest) {
        return records(topics, since, record -> reading.apply(record.value()), limit, longest);
    }

    /** The same of whole records, with their headers. */
    public <T> List<T> records(Collection<String> topics, Instant since, Function<ConsumerRecord<String, byte[]>, T> reading, int limit, Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        List<T> found = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = assign(consumer, topics, since);
            while (!ends.isEmpty() && found.size() < limit && System.nanoTime() < until) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    T one = found.size() < limit && record.value() != null ? reading.apply(record) : null;
                    if (one != null) {
                        found.add(one);
                    }
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
        return found;
    }

    /**
     * When the records at those offsets, or the first that are there after them, were written.
     *
     * @param longest how long it may take altogether; partitions not read until then are left out
     */
    Map<TopicPartition, Instant> times(Map<TopicPartition, Long> offsets, Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        Map<TopicPartition, Instant> times = new HashMap<>();
        Properties one = new Properties();
        one.putAll(settings);
        one.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(one, new StringDeserializer(), new ByteArrayDeserializer())) {
            for (Map.Entry<TopicPartition, Long> wanted : offsets.entrySet()) {
                consumer.assign(List.of(wanted.getKey()));
                consumer.seek(wanted.getKey(), wanted.getValue());
                while (!times.containsKey(wanted.getKey()) && System.nanoTime() < until) {
                    consumer.poll(POLL).forEach(record -> times.put(wanted.getKey(), Instant.ofEpochMilli(record.timestamp())));
                    if (!times.containsKey(wanted.getKey()) && consumer.position(wanted.getKey()) >= consumer.endOffsets(List.of(wanted.getKey())).get(wanted.getKey())) {
                        break;
                    }
                }
            }
        }
        return times;
    }

    private static Map<TopicPartition, Long> assign(Consumer<?, ?> consumer, Collection<String> topics, Instant since) {
        List<TopicPartition> partitions = topics.stream().flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(one -> new TopicPartition(one.topic(), one.partition())).toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            if (start == null) {
                ends.remove(partition); // nothing that young
                consumer.seek(partition, consumer.endOffsets(List.of(partition)).get(partition));
            } else {
                consumer.seek(partition, start.offset());
            }
        }
        return ends;
    }
}
