package dev.sluice.e2e.stories;

import dev.sluice.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the task ledger as it lies on Kafka, independently of the worker. */
final class Ledger {

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "dead", "cancelled");

    private Ledger() {}

    /** How many final states the ledger holds for a task. */
    static long terminalRecords(String bootstrap, String taskId) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.TASKS_STATE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long found = 0;
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (taskId.equals(record.key()) && record.value() != null && isFinal(record.value())) {
                        found++;
                    }
                }
            }
            return found;
        }
    }

    private static boolean isFinal(byte[] value) {
        return FINAL.contains(Client.json(new String(value, StandardCharsets.UTF_8))
                .path("state")
                .asText());
    }
}
