package dev.sluice.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands on the topics now, read from their beginning. */
public final class TopicReader {

    private final String bootstrap;
    private final ObjectMapper json;

    public TopicReader(String bootstrap, ObjectMapper json) {
        this.bootstrap = bootstrap;
        this.json = json;
    }

    /** The state records of a tenant's tasks, in the order of the topic. */
    public List<dev.sluice.testkit.TaskRecord> states(String tenant) {
        // A state that is written again for compaction's sake, and a second submission under one key, are no steps.
        Set<Object> told = new HashSet<>();
        return records(tenant).stream()
                .filter(r -> r.version() > 1 || r.idempotency() == null || told.add(r.id()))
                .filter(told::add)
                .map(r -> new dev.sluice.testkit.TaskRecord(r.id(), r.state(), r.attempt(), r.updatedAt()))
                .toList();
    }

    /** The state records of a tenant's tasks as they are. */
    public List<TaskRecord> records(String tenant) {
        return read(Topics.TASKS_STATE).stream()
                .filter(record -> record.value() != null)
                .map(record -> as(record, TaskRecord.class))
                .filter(record -> record.tenant().equals(tenant))
                .toList();
    }

    /** The task ids of a tenant's results, one for each. */
    public List<String> results(String tenant) {
        return read(Topics.TASKS_RESULT).stream()
                .map(record -> as(record, JsonNode.class))
                .filter(result -> result.get("tenant").asText().equals(tenant))
                .map(result -> result.get("taskId").asText())
                .toList();
    }

    /** The ids of a tenant's task events, one for each that was sent. */
    public List<String> finalEvents(String tenant) {
        return read(Topics.EVENTS).stream()
                .map(record -> as(record, JsonNode.class))
                .filter(event -> event.get("tenant").asText().equals(tenant)
                        && event.get("kind").asText().equals("task"))
                .map(event -> event.get("id").asText())
                .toList();
    }

    /** The task ids on the dead letter topic, as compaction would leave it. */
    public List<String> dead(String tenant) {
        Map<String, TaskRecord> last = new LinkedHashMap<>();
        read(Topics.TASKS_DLQ).forEach(record -> {
            if (record.value() == null) {
                last.remove(record.key());
            } else {
                last.put(record.key(), as(record, TaskRecord.class));
            }
        });
        return last.values().stream()
                .filter(record -> record.tenant().equals(tenant))
                .map(TaskRecord::id)
                .toList();
    }

    /** How far the telling of a task's end is, as last noted; missing when not at all. */
    public JsonNode telling(String id) {
        return read(Topics.TASKS_WEBHOOKS).stream()
                .filter(record -> record.key().equals(id))
                .map(record -> as(record, JsonNode.class))
                .reduce((earlier, later) -> later)
                .orElse(MissingNode.getInstance());
    }

    private <T> T as(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            return json.readValue(record.value(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(found -> new TopicPartition(topic, found.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }
}
