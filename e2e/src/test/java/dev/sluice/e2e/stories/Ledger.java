package dev.sluice.e2e.stories;

import dev.sluice.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what lies on Kafka, independently of the services: the task ledger and the events. */
final class Ledger {

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "dead", "cancelled");

    private Ledger() {}

    /** How many final states the ledger holds for a task. */
    static long terminalRecords(String bootstrap, String taskId) {
        long[] found = new long[1];
        read(bootstrap, Topics.TASKS_STATE, record -> {
            if (taskId.equals(record.key()) && record.value() != null && isFinal(record.value())) {
                found[0]++;
            }
        });
        return found[0];
    }

    /** The ids of all completions told of these tenants, each once, however often it was told. */
    static Set<String> completions(String bootstrap, Set<String> tenants) {
        Set<String> ids = new HashSet<>();
        read(bootstrap, Topics.EVENTS, record -> {
            var event = Client.json(new String(record.value(), StandardCharsets.UTF_8));
            if (event.path("kind").asText().equals("completion")
                    && tenants.contains(event.path("tenant").asText())) {
                ids.add(event.path("id").asText());
            }
        });
        return ids;
    }

    private static void read(String bootstrap, String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }

    private static boolean isFinal(byte[] value) {
        return FINAL.contains(Client.json(new String(value, StandardCharsets.UTF_8))
                .path("state")
                .asText());
    }
}
