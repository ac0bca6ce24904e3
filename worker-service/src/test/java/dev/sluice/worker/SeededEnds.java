package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.worker.ledger.TaskIds;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What workers that were killed just after the end of a task left undone, before this worker starts. */
public final class SeededEnds implements QuarkusTestResourceLifecycleManager {

    static final String TENANT = "ended";
    static final String UNTOLD = "01990000-0000-7000-8000-000000000101";
    static final String TOLD = "01990000-0000-7000-8000-000000000102";
    static final String DEAD_NOT_BURIED = "01990000-0000-7000-8000-000000000103";
    static final String BURIED_NOT_DEAD = "01990000-0000-7000-8000-000000000104";
    static final String BURIED_AND_FORGOTTEN = "01990000-0000-7000-8000-000000000105";
    static final String SUBMITTED_TWICE = TaskIds.of(TENANT, "twice");
    static final String CHILD = "01990000-0000-7000-8000-000000000106";

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Override
    public Map<String, String> start() {
        Map<String, Object> settings = Map.of("bootstrap.servers", KafkaTestResource.bootstrap(), "acks", "all");
        Instant now = Instant.now();
        try {
            SeededTasks.createTopics(KafkaTestResource.bootstrap());
            seed(settings, now);
        } catch (Exception e) {
            throw new IllegalStateException("the seeds could not be written", e);
        }
        return Map.of();
    }

    private void seed(Map<String, Object> settings, Instant now) throws Exception {
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var first = new TaskRecord.Idempotency("twice", "one");
            List<TaskRecord> states = List.of(
                    record(UNTOLD, 3, TaskState.SUCCEEDED, terms("/untold", null), null, now),
                    record(TOLD, 3, TaskState.SUCCEEDED, terms("/told", null), null, now),
                    record(DEAD_NOT_BURIED, 5, TaskState.DEAD, null, null, now),
                    record(BURIED_NOT_DEAD, 5, TaskState.CANCELLED, null, null, now),
                    record(SUBMITTED_TWICE, 1, TaskState.ACCEPTED, null, first, now),
                    record(SUBMITTED_TWICE, 3, TaskState.SUCCEEDED, null, first, now),
                    record(
                            SUBMITTED_TWICE,
                            1,
                            TaskState.ACCEPTED,
                            null,
                            new TaskRecord.Idempotency("twice", "two"),
                            now),
                    record(CHILD, 1, TaskState.WAITING, terms(null, List.of(UNTOLD)), null, now));
            for (TaskRecord state : states) {
                send(producer, Topics.TASKS_STATE, state.id(), state);
            }
            for (String id : List.of(BURIED_NOT_DEAD, BURIED_AND_FORGOTTEN)) {
                send(producer, Topics.TASKS_DLQ, id, record(id, 5, TaskState.DEAD, null, null, now));
            }
            send(
                    producer,
                    Topics.TASKS_WEBHOOKS,
                    TOLD,
                    Map.of("taskId", TOLD, "life", 0, "calls", 1, "state", "delivered", "status", 200));
        }
    }

    private void send(KafkaProducer<String, byte[]> producer, String topic, String key, Object value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, json.writeValueAsBytes(value)))
                .get();
    }

    private static TaskRecord.Terms terms(@Nullable String hook, @Nullable List<String> parents) {
        return new TaskRecord.Terms(
                parents, null, null, null, hook == null ? null : Hooks.shared().url(hook), null, 1);
    }

    private static TaskRecord record(
            String id,
            long version,
            TaskState state,
            TaskRecord.@Nullable Terms terms,
            TaskRecord.@Nullable Idempotency idempotency,
            Instant now) {
        boolean ended = state.isTerminal();
        return new TaskRecord(
                TaskRecord.SCHEMA,
                id,
                version,
                TENANT,
                null,
                null,
                null,
                "keywords",
                Lane.NORMAL,
                now,
                idempotency,
                ended && state != TaskState.DEAD ? null : Map.of("text", "Trams are fast. Cats sleep."),
                state,
                ended ? 1 : 0,
                false,
                state == TaskState.SUCCEEDED ? 100 : 0,
                null,
                null,
                ended ? now : null,
                ended ? now : null,
                now,
                state == TaskState.SUCCEEDED ? Map.of("keywords", List.of()) : null,
                state == TaskState.SUCCEEDED ? "local:yake" : null,
                state == TaskState.DEAD ? "It broke." : null,
                terms,
                null);
    }

    @Override
    public void stop() {
        // What was written is the test's.
    }
}
