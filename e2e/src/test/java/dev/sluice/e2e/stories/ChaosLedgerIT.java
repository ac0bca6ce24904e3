package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.e2e.stories.Siege.Victim;
import dev.sluice.testkit.LedgerChecker;
import dev.sluice.testkit.LedgerReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Promise P4 under kill -9 of everything: what was answered with 202 reaches exactly one final state. The order of kills
 * follows from a seed that is printed; {@code -Dsluice.chaos.seed}, {@code -Dsluice.chaos.tasks} and
 * {@code -Dsluice.chaos.kills} choose another run, or a longer one.
 */
class ChaosLedgerIT {

    private static final long SEED = Long.getLong("sluice.chaos.seed", System.nanoTime() % 1_000_000);
    private static final int TASKS = Integer.getInteger("sluice.chaos.tasks", 2_000);
    private static final int KILLS = Integer.getInteger("sluice.chaos.kills", 5);
    private static final int CLIENTS = 24;
    private static final int ATTEMPTS = 20;
    private static final String[] LANES = {"critical", "high", "normal", "low", "bulk"};

    private final Submissions submissions = new Submissions();

    @Test
    void whatWasAcceptedReachesOneFinalStateWhoeverIsKilled() throws Exception {
        System.out.printf("chaos: seed %d, %d tasks, %d kills%n", SEED, TASKS, KILLS);
        try (var siege = Siege.lay(Map.of("SLUICE_WORKER_EXECUTION_ATTEMPTS", Integer.toString(ATTEMPTS)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = List.of(siege.newTenant("chaos-a"), siege.newTenant("chaos-b"), siege.newTenant("chaos-c"));
            var next = new AtomicInteger();
            var killed = new AtomicInteger();
            List<Future<?>> submitting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                submitting.add(threads.submit(submitter(clients, next, killed)));
            }
            rage(siege, next, killed);
            for (Future<?> one : submitting) {
                finish(one);
            }
            assertThat(submissions.idsOfKey()).hasSize(TASKS);
            assertThat(submissions.idsOfKey().values())
                    .as("one key, one task")
                    .allSatisfy(ids -> assertThat(ids).hasSize(1));
            for (Client client : clients) {
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(500))
                        .ignoreExceptions()
                        .until(() -> unfinished(client) == 0);
            }
            LedgerReport report = judge(siege.stack().kafka());
            System.out.println("chaos: " + report);
            report.assertClean();
        }
    }

    /** The last tasks wait for the last kill, so that there is load throughout. */
    private Callable<Void> submitter(List<Client> clients, AtomicInteger next, AtomicInteger killed) {
        return () -> {
            for (int number = next.getAndIncrement(); number < TASKS; number = next.getAndIncrement()) {
                while (number > (long) TASKS * (killed.get() + 1) / (KILLS + 1)) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                String body = "{\"type\":\"noop\",\"priority\":\"%s\",\"input\":{\"millis\":%d,\"steps\":%d}}"
                        .formatted(LANES[number % LANES.length], number % 10 == 0 ? 400 : 5, number % 10 == 0 ? 2 : 0);
                submissions.submit(clients.get(number % clients.size()), "key-" + number, body);
            }
            return null;
        };
    }

    private static void finish(Future<?> one) throws InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a submission failed", e.getCause());
        }
    }

    /** Each is killed at least once when there are enough kills. */
    private static void rage(Siege siege, AtomicInteger submitted, AtomicInteger killed) throws InterruptedException {
        var random = new Random(SEED);
        List<Victim> victims = new ArrayList<>();
        while (victims.size() < KILLS) {
            List<Victim> all = new ArrayList<>(List.of(Victim.values()));
            Collections.shuffle(all, random);
            victims.addAll(all);
        }
        for (Victim victim : victims.subList(0, KILLS)) {
            int goal = Math.min(TASKS, submitted.get() + TASKS / (KILLS + 1) / 2);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (submitted.get() < goal && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
            System.out.printf("chaos: kill -9 %s after %d submissions%n", victim, submitted.get());
            siege.kill(victim);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
            siege.raise(victim);
            killed.incrementAndGet();
        }
    }

    private static int unfinished(Client client) {
        var lanes = client.get("/background/stats").json().path("lanes");
        int open = lanes.isObject() ? 0 : 1;
        for (String lane : LANES) {
            open += lanes.path(lane).path("queued").asInt()
                    + lanes.path(lane).path("running").asInt();
        }
        return open;
    }

    private LedgerReport judge(String bootstrap) {
        var ledger =
                Ledger.tasks(bootstrap, record -> record.path("tenant").asText().startsWith("chaos-"));
        assertThat(ledger.idempotencyKeys())
                .as("I10: a key has one id, whoever asks")
                .allSatisfy((key, ids) -> assertThat(ids).hasSize(1));
        return LedgerChecker.tasks()
                .accepted(submissions.accepted())
                .states(ledger.states())
                .results(ledger.results())
                .executions(ledger.executions())
                .maxAttempts(ATTEMPTS)
                .check();
    }
}
