package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Four slots and more work than they can do: who starts when. Judged by the order of starts, not by the clock. */
@QuarkusTest
@TestProfile(FairnessTest.FourSlots.class)
@QuarkusTestResource(KafkaTestResource.class)
class FairnessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SLOTS = 4;

    /** A worker that is soon busy. */
    public static final class FourSlots implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.worker.execution.slots",
                    Integer.toString(SLOTS),
                    "sluice.worker.tasks.noop",
                    "true",
                    // Who starts when is asked here, not how soon a busy machine makes a task durable.
                    "sluice.worker.tasks.accept-within",
                    "60s",
                    "sluice.worker.execution.running-per-type.noop",
                    "4",
                    "sluice.worker.execution.tenant-weights.weighty",
                    "3");
        }
    }

    private record Run(Instant created, Instant started) {}

    @Test
    void a_flood_of_one_tenant_does_not_hold_up_another() throws Exception {
        submit("flood", "normal", 120, 200);
        submit("late", "normal", 10, 200);
        List<Run> late = runs("late", 10);
        List<Run> flood = runs("flood", 120);

        Instant allThere =
                late.stream().map(Run::created).max(Instant::compareTo).orElseThrow();
        Instant lastStart =
                late.stream().map(Run::started).max(Instant::compareTo).orElseThrow();
        long waiting =
                flood.stream().filter(run -> run.started().isAfter(allThere)).count();
        long before = flood.stream()
                .filter(run -> run.started().isAfter(allThere) && run.started().isBefore(lastStart))
                .count();
        assertThat(waiting).as("of the flood that still waited").isGreaterThan(50);
        assertThat(before)
                .as("of the flood that started while the other waited")
                .isLessThan(10 + 4 * SLOTS);
    }

    @Test
    void critical_work_starts_before_the_bulk_that_came_first_and_bulk_goes_on() throws Exception {
        submit("piler", "bulk", 60, 200);
        submit("urgent", "critical", 5, 100);
        List<Run> urgent = runs("urgent", 5);
        List<Run> pile = runs("piler", 60);

        assertThat(urgent)
                .allSatisfy(run -> assertThat(pile.stream()
                                .filter(bulk -> bulk.started().isAfter(run.created())
                                        && bulk.started().isBefore(run.started())))
                        .as("bulk that started while critical work waited")
                        .hasSizeLessThan(SLOTS));
        assertThat(pile.stream()
                        .filter(run -> run.started().isAfter(urgent.getFirst().created())))
                .as("bulk that waited")
                .isNotEmpty();
    }

    @Test
    void under_saturation_bulk_still_gets_its_share() throws Exception {
        submit("upper", "normal", 100, 100);
        submit("lower", "bulk", 60, 100);
        List<Run> lower = runs("lower", 60);
        List<Run> upper = runs("upper", 100);

        Instant both = lower.stream().map(Run::created).min(Instant::compareTo).orElseThrow();
        Instant end = upper.stream().map(Run::started).max(Instant::compareTo).orElseThrow();
        long upperStarts =
                upper.stream().filter(run -> run.started().isAfter(both)).count();
        long lowerStarts =
                lower.stream().filter(run -> run.started().isBefore(end)).count();
        assertThat(lowerStarts).isGreaterThanOrEqualTo(upperStarts / 32);
    }

    private static void submit(String tenant, String lane, int count, int millis) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(threads.submit(() -> as(tenant)
                        .body(task("noop", lane, Map.of("millis", millis)))
                        .post("/background/task")
                        .statusCode()));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(202);
            }
        }
    }

    private static List<Run> runs(String tenant, int count) {
        await().atMost(PATIENCE)
                .until(() -> as(tenant)
                                .get("/background/task?state=succeeded&limit=200")
                                .<List<Object>>path("tasks")
                                .size()
                        == count);
        List<Map<String, Object>> tasks =
                as(tenant).get("/background/task?state=succeeded&limit=200").path("tasks");
        return tasks.stream()
                .map(task -> new Run(
                        Instant.parse(String.valueOf(task.get("createdAt"))),
                        Instant.parse(String.valueOf(task.get("startedAt")))))
                .toList();
    }
}
