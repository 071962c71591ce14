package io.weir.uplink.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a consumer finds in a topic that drops repeats by their id.
 *
 * @param keys of the records
 * @param overtakes records that came after a later one of their device
 */
record Arrivals(Set<String> ids, Set<String> keys, List<String> overtakes, long repeats) {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+/(\\d+))\"");

    static Arrivals of(String bootstrap, String topic) {
        Set<String> ids = new HashSet<>();
        List<String> overtakes = new ArrayList<>();
        Map<String, Long> newest = new HashMap<>();
        long repeats = 0;
        for (ConsumerRecord<byte[], byte[]> item : all(bootstrap, topic)) {
            Matcher id = ID.matcher(new String(item.value(), StandardCharsets.UTF_8));
            if (!id.find()) {
                throw new AssertionError("a record without id");
            }
            if (!ids.add(id.group(1))) {
                repeats++;
                continue;
            }
            long offset = Long.parseLong(id.group(2));
            String key = new String(item.key(), StandardCharsets.UTF_8);
            Long before = newest.put(key, offset);
            if (before != null && before > offset) {
                overtakes.add(before + " before " + offset);
            }
        }
        return new Arrivals(ids, newest.keySet(), overtakes, repeats);
    }

    private static List<ConsumerRecord<byte[], byte[]>> all(String bootstrap, String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }
}
