package dev.sluice.e2e.stories;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.testkit.Execution;
import dev.sluice.testkit.TaskRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what lies on Kafka, independently of the services: the task ledger and the events. */
final class Ledger {

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "dead", "cancelled", "expired", "skipped");

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

    /**
     * Tasks as the state topic tells them.
     *
     * @param states every record, in the order of the topic
     * @param executions every start of an attempt, one for each lease it ran under
     * @param results the ids that have a result
     * @param idempotencyKeys the ids of each Idempotency-Key
     */
    record Tasks(
            List<TaskRecord> states,
            List<Execution> executions,
            Set<String> results,
            Map<String, Set<String>> idempotencyKeys) {

        /** The ids with a final state. */
        Set<String> finished() {
            return states.stream()
                    .filter(state -> state.state().isTerminal())
                    .map(TaskRecord::taskId)
                    .collect(Collectors.toSet());
        }

        /** The last attempt of each. */
        Map<String, Integer> attempts() {
            Map<String, Integer> attempts = new HashMap<>();
            states.forEach(state -> attempts.merge(state.taskId(), state.attempt(), Math::max));
            return attempts;
        }

        /** How often these were started, all together. */
        long starts(Set<String> ids) {
            return executions.stream()
                    .filter(start -> ids.contains(start.taskId()))
                    .count();
        }
    }

    /** Reads the tasks whose records match. */
    static Tasks tasks(String bootstrap, Predicate<JsonNode> wanted) {
        List<TaskRecord> states = new ArrayList<>();
        List<Execution> executions = new ArrayList<>();
        Set<String> leases = new HashSet<>();
        Set<String> results = new HashSet<>();
        Map<String, Set<String>> keys = new HashMap<>();
        Set<String> told = new HashSet<>();
        read(bootstrap, Topics.TASKS_STATE, record -> {
            if (record.value() == null) {
                return;
            }
            String text = new String(record.value(), StandardCharsets.UTF_8);
            JsonNode task = Client.json(text);
            // A state that is written again for compaction's sake, and a second submission under one key, are no steps.
            boolean second =
                    task.path("version").asLong() == 1 && task.hasNonNull("idempotency") && !told.add(record.key());
            if (!wanted.test(task) || second || !told.add(record.key() + text)) {
                return;
            }
            Instant at = Instant.parse(task.path("updatedAt").asText());
            TaskState state = TaskState.valueOf(task.path("state").asText().toUpperCase(Locale.ROOT));
            int attempt = task.path("attempt").asInt();
            states.add(new TaskRecord(record.key(), state, attempt, at));
            if (state == TaskState.RUNNING
                    && leases.add(
                            record.key() + task.path("lease").path("token").asText())) {
                executions.add(new Execution(record.key(), attempt, at));
            }
            String key = task.path("idempotency").path("key").asText("");
            if (!key.isEmpty()) {
                keys.computeIfAbsent(key, k -> new HashSet<>()).add(record.key());
            }
        });
        Set<String> ids = states.stream().map(TaskRecord::taskId).collect(Collectors.toSet());
        read(bootstrap, Topics.TASKS_RESULT, record -> {
            if (ids.contains(record.key())) {
                results.add(record.key());
            }
        });
        return new Tasks(states, executions, results, keys);
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
