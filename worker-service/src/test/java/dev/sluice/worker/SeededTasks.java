package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.worker.ledger.TaskIds;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What workers that were killed at every step of a task's life left on the topics, before this worker starts. */
public final class SeededTasks implements QuarkusTestResourceLifecycleManager {

    static final String TENANT = "orphans";
    static final String NOT_WOKEN = "01990000-0000-7000-8000-000000000001";
    static final String WOKEN_THRICE = "01990000-0000-7000-8000-000000000002";
    static final String KILLED_AT_WORK = "01990000-0000-7000-8000-000000000003";
    static final String KILLED_AT_ITS_LAST_ATTEMPT = "01990000-0000-7000-8000-000000000004";
    static final String RESTING = "01990000-0000-7000-8000-000000000005";
    static final String IDEMPOTENCY_KEY = "seeded";
    static final String FINISHED = TaskIds.of(TENANT, IDEMPOTENCY_KEY);
    static final String TEXT = "Tram lines connect harbours. Harbours need tram lines. Cats sleep.";

    private static final Instant BEFORE = Instant.now().minus(Duration.ofHours(1));

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    /** All ids. */
    static List<String> ids() {
        return List.of(NOT_WOKEN, WOKEN_THRICE, KILLED_AT_WORK, KILLED_AT_ITS_LAST_ATTEMPT, RESTING, FINISHED);
    }

    @Override
    public Map<String, String> start() {
        try {
            seed(KafkaTestResource.bootstrap());
        } catch (Exception e) {
            throw new IllegalStateException("the topics could not be seeded", e);
        }
        return Map.of();
    }

    private void seed(String bootstrap) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        createTopics(bootstrap);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            state(producer, record(NOT_WOKEN, 1, TaskState.ACCEPTED, 0));
            state(producer, record(WOKEN_THRICE, 1, TaskState.ACCEPTED, 0));
            for (int i = 0; i < 3; i++) {
                wake(producer, WOKEN_THRICE);
            }
            state(producer, record(KILLED_AT_WORK, 1, TaskState.ACCEPTED, 0));
            state(producer, record(KILLED_AT_WORK, 2, TaskState.RUNNING, 1));
            wake(producer, KILLED_AT_WORK);
            state(producer, record(KILLED_AT_ITS_LAST_ATTEMPT, 6, TaskState.RUNNING, 3));
            state(producer, record(RESTING, 3, TaskState.BACKOFF, 1));
            state(producer, record(FINISHED, 3, TaskState.SUCCEEDED, 1));
            wake(producer, FINISHED);
            wake(producer, "01990000-0000-7000-8000-00000000dead");
        }
    }

    /** The topics, if they are not there yet. */
    static void createTopics(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> topics = new ArrayList<>();
            for (Topics.Spec topic : Topics.tasks(List.of("critical", "high", "normal", "low", "bulk"))) {
                topics.add(new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.config()));
            }
            for (var made : admin.createTopics(topics).values().values()) {
                try {
                    made.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    private void state(KafkaProducer<String, byte[]> producer, TaskRecord record) throws Exception {
        producer.send(new ProducerRecord<>(Topics.TASKS_STATE, record.id(), json.writeValueAsBytes(record)))
                .get();
    }

    private void wake(KafkaProducer<String, byte[]> producer, String id) throws Exception {
        byte[] command = json.writeValueAsBytes(new TaskCommand(TaskCommand.SCHEMA, id, TENANT, "submit"));
        producer.send(new ProducerRecord<>(Topics.TASKS_CMD_PREFIX + "normal", TENANT, command))
                .get();
    }

    private static TaskRecord record(String id, long version, TaskState state, int attempt) {
        boolean done = state.isTerminal();
        var idempotency = id.equals(FINISHED)
                ? new TaskRecord.Idempotency(sha256(TENANT + "\n" + IDEMPOTENCY_KEY), sha256(body()))
                : null;
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
                BEFORE,
                idempotency,
                done ? null : Map.of("text", TEXT),
                state,
                attempt,
                false,
                done ? 100 : 0,
                state == TaskState.RUNNING ? new LeaseMark(version + "@killed", BEFORE.plusSeconds(15)) : null,
                state == TaskState.BACKOFF ? BEFORE : null,
                attempt > 0 ? BEFORE : null,
                done ? BEFORE : null,
                BEFORE,
                done ? Map.of("keywords", List.of()) : null,
                done ? "local:yake" : null,
                null,
                null,
                null);
    }

    private static String body() {
        return "{\"input\":{\"text\":\"" + TEXT + "\"},\"priority\":\"normal\",\"type\":\"keywords\"}";
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void stop() {
        // What was written is the test's.
    }
}
