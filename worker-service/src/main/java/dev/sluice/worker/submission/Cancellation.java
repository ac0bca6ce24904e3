package dev.sluice.worker.submission;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.execution.Attempts;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.waiting.Steps;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Ends tasks because their owner asks. A waiting one ends at once, under a lease, so that no worker starts it meanwhile; a
 * running one is asked to end, here or by word at its lease, and is looked after for a while.
 */
@ApplicationScoped
class Cancellation {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final TaskLedger ledger;
    private final Steps steps;
    private final Leases leases;
    private final Attempts attempts;
    private final Clock clock;

    Cancellation(TaskLedger ledger, Steps steps, Leases leases, Attempts attempts, Clock clock) {
        this.ledger = ledger;
        this.steps = steps;
        this.leases = leases;
        this.attempts = attempts;
        this.clock = clock;
    }

    /** Asks for the end; gives the task as it is then, which may still be running. */
    TaskRecord cancel(TaskRecord seen) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        TaskRecord now = seen;
        boolean told = false;
        while (System.nanoTime() < end) {
            switch (Task.of(now)) {
                case Task.Finished finished -> {
                    return now;
                }
                case Task.Idle idle -> tryToEnd(now);
                case Task.Running running -> {
                    if (!attempts.cancel(now.id()) && !told) {
                        leases.askCancel(new Leases.Name(now.tenant(), now.id()));
                    }
                    told = true;
                }
            }
            now = ledger.table().find(seen.id()).orElse(now);
            if (!now.state().isTerminal()) {
                TimeUnit.MILLISECONDS.sleep(20);
                now = ledger.table().find(seen.id()).orElse(now);
            }
        }
        return now;
    }

    private void tryToEnd(TaskRecord seen) {
        try {
            steps.take(
                    seen,
                    task -> task instanceof Task.Idle idle
                            ? Optional.of(idle.cancel(clock.instant()))
                            : Optional.empty());
        } catch (LedgerAway e) {
            throw new Refusal(
                    503,
                    "kafka_away",
                    "Service unavailable",
                    "Kafka did not acknowledge the cancellation. Send it again, which does no harm.",
                    Map.of("Retry-After", "5"));
        }
    }
}
