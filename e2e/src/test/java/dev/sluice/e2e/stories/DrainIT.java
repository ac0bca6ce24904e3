package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.LocalStack;
import dev.sluice.testkit.LedgerChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that is asked to stop (SIGTERM) under load ends what is short, hands back what is long, and loses nothing. */
@Tag("long")
class DrainIT {

    private static final int SHORT = 200;
    private static final int LONG = 10;

    @Test
    void aStopUnderLoadLosesNothingRepeatsNothingShortAndCountsNoAttempt() throws Exception {
        try (var stack = LocalStack.builder()
                .env("SLUICE_WORKER_TASKS_NOOP", "true")
                .env("SLUICE_WORKER_EXECUTION_DRAIN", "2s")
                .start()) {
            var client = new Client(stack.baseUrl(), stack.newTenantKey("drain"), "drain");
            List<String> longOnes = new ArrayList<>();
            for (int i = 0; i < LONG; i++) {
                longOnes.add(submit(client, 12_000));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> running(client) == LONG);
            List<String> shortOnes = new ArrayList<>();
            for (int i = 0; i < SHORT; i++) {
                shortOnes.add(submit(client, 100));
            }

            stopInOrder(stack);
            stack.restart("worker-service");

            List<String> all = new ArrayList<>(longOnes);
            all.addAll(shortOnes);
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    Ledger.tasks(stack.kafka(), task -> true).finished())
                            .containsAll(all));
            Ledger.Tasks tasks = Ledger.tasks(stack.kafka(), task -> true);
            assertThat(tasks.attempts())
                    .hasSize(LONG + SHORT)
                    .allSatisfy((id, attempt) ->
                            assertThat(attempt).as("attempts of %s", id).isEqualTo(1));
            assertThat(tasks.starts(Set.copyOf(shortOnes)))
                    .as("a short task that had begun was ended, not repeated")
                    .isEqualTo(SHORT);
            LedgerChecker.tasks()
                    .accepted(all)
                    .states(tasks.states())
                    .results(tasks.results())
                    .maxAttempts(1)
                    .check()
                    .assertClean();
        }
    }

    private static void stopInOrder(LocalStack stack) throws InterruptedException {
        ProcessHandle worker = ProcessHandle.of(stack.pid("worker-service")).orElseThrow();
        worker.destroy();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (worker.isAlive() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(worker.isAlive()).as("the worker ends when asked to").isFalse();
    }

    private static int running(Client client) {
        return client.get("/background/stats")
                .json()
                .at("/lanes/normal/running")
                .asInt();
    }

    private static String submit(Client client, int millis) {
        var accepted = client.post(
                "/background/task",
                "{\"type\":\"noop\",\"priority\":\"normal\",\"input\":{\"millis\":" + millis + "}}");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }
}
