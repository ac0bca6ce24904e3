package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.Carried;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Steps of a task's work that survive the worker. */
@QuarkusTest
@TestProfile(FairnessTest.FourSlots.class)
@QuarkusTestResource(KafkaTestResource.class)
class StepsTest {

    private static final long LONG_AGO = 42;

    @Inject
    KafkaClients clients;

    @Inject
    ObjectMapper json;

    @Test
    void a_step_that_a_killed_worker_had_finished_is_not_repeated() throws Exception {
        String id = Ids.next();
        append(killedAtWork(id, new Carried(0, Map.of("step-1", LONG_AGO))));

        Response done = awaitSucceeded("stepper", id);

        assertThat(done.<Integer>path("attempt")).isEqualTo(2);
        List<Number> steps = done.path("result.steps");
        assertThat(steps.getFirst().longValue()).isEqualTo(LONG_AGO);
        assertThat(steps.get(1).longValue()).isGreaterThan(LONG_AGO);
    }

    @Test
    void without_a_crash_each_step_is_done_once_in_order() {
        String id = as("stepper")
                .body(task("noop", "high", Map.of("millis", 30, "steps", 3)))
                .post("/background/task")
                .path("id");

        List<Number> steps = awaitSucceeded("stepper", id).path("result.steps");

        assertThat(steps.stream().map(Number::longValue)).hasSize(3).isSorted();
    }

    private static Response awaitSucceeded(String tenant, String id) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> "succeeded"
                        .equals(as(tenant).get("/background/task/" + id).path("state")));
        return as(tenant).get("/background/task/" + id);
    }

    private void append(TaskRecord record) throws Exception {
        try (var producer = clients.producer("steps-test", Map.of())) {
            producer.send(new ProducerRecord<>(Topics.TASKS_STATE, record.id(), json.writeValueAsBytes(record)))
                    .get();
        }
    }

    private static TaskRecord killedAtWork(String id, Carried carried) {
        Instant before = Instant.now().minusSeconds(60);
        return new TaskRecord(
                TaskRecord.SCHEMA,
                id,
                2,
                "stepper",
                null,
                null,
                null,
                "noop",
                Lane.HIGH,
                before,
                null,
                Map.of("millis", 20, "steps", 2),
                TaskState.RUNNING,
                1,
                false,
                0,
                new LeaseMark("1@killed", before.plusSeconds(15)),
                null,
                before,
                null,
                before,
                null,
                null,
                null,
                null,
                null,
                carried);
    }
}
