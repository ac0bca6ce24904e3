package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.Execution;
import dev.sluice.testkit.LedgerChecker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A worker that stands still for longer than its leases (SIGSTOP, as a long pause of the collector or of a virtual machine
 * would have it) wakes up in the belief that its tasks are its own. The other worker has done them; what the first one
 * makes of them counts no more.
 */
@Tag("long")
class PausedWorkerIT {

    private static final int TASKS = 40;
    private static final String WORK = "{\"type\":\"noop\",\"priority\":\"normal\",\"input\":{\"millis\":12000}}";

    private final Submissions submissions = new Submissions();

    @AfterEach
    void thaw() {
        Frozen.thawAll();
    }

    @Test
    void whatAPausedWorkerMakesOfTasksThatOthersTookOverCountsNoMore() throws Exception {
        try (var siege = Siege.lay(Map.of());
                var http = HttpClient.newHttpClient()) {
            Client client = siege.newTenant("paused");
            String kafka = siege.stack().kafka();
            for (int i = 0; i < TASKS; i++) {
                submissions.submit(client, "key-" + i, WORK);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> allRun(client));

            Frozen.freeze(siege.secondWorker().id().pid());
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> tasks(kafka).finished().containsAll(submissions.accepted()));
            Set<String> takenOver = tasks(kafka).executions().stream()
                    .filter(start -> start.attempt() > 1)
                    .map(Execution::taskId)
                    .collect(Collectors.toSet());
            assertThat(takenOver).as("tasks that the paused worker had begun").isNotEmpty();

            Frozen.thawAll();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> running(http, siege.secondWorker().port()) == 0);
            // It goes on as a worker among others.
            submissions.submit(client, "after", WORK);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> tasks(kafka).finished().containsAll(submissions.accepted()));

            Ledger.Tasks tasks = tasks(kafka);
            LedgerChecker.tasks()
                    .accepted(submissions.accepted())
                    .states(tasks.states())
                    .results(tasks.results())
                    .executions(tasks.executions())
                    .check()
                    .assertClean();
        }
    }

    private static Ledger.Tasks tasks(String kafka) {
        return Ledger.tasks(kafka, task -> task.path("tenant").asText().equals("paused"));
    }

    private static boolean allRun(Client client) {
        return client.get("/background/stats")
                        .json()
                        .at("/lanes/normal/running")
                        .asInt()
                == TASKS;
    }

    /** How many tasks a worker believes to be working on. */
    private static double running(HttpClient http, int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_tasks_running"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
