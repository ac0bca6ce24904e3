package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.lanes.Lanes;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.RetryPolicy;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.work.TaskTypes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The second way to recovery beside Kafka's redelivery: wakes tasks whose rest is over, wakes accepted tasks whose command
 * was lost, and takes over running tasks whose worker is gone. One worker at a time does it, under a lease of its own.
 */
@ApplicationScoped
class Reaper {

    /** A task was woken as it stood in this version; not again before a time. */
    private record Woken(long version, Instant until) {}

    private static final Leases.Name OFFICE = new Leases.Name("_", "reaper");
    private static final Duration LOST_COMMAND_IN_A_BUSY_LANE = Duration.ofMinutes(10);

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Leases leases;
    private final Lanes lanes;
    private final Attempts attempts;
    private final Publication publication;
    private final Retention retention;
    private final Clock clock;
    private final RetryPolicy retries;
    private final TaskTypes types;
    private final ExecutionConfig config;
    private final LaneBacklog backlog;
    private final Counter orphans;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("task-reaper").daemon().factory());
    private final Map<String, Woken> woken = new HashMap<>();
    private final Map<String, Instant> freeSince = new HashMap<>();
    private @Nullable Lease office;
    private boolean current;

    Reaper(
            TaskLedger ledger,
            TaskWriter writer,
            Leases leases,
            Lanes lanes,
            Attempts attempts,
            Publication publication,
            Retention retention,
            TaskTypes types,
            Clock clock,
            ExecutionConfig execution,
            WorkerConfig config,
            KafkaClients clients,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.writer = writer;
        this.leases = leases;
        this.lanes = lanes;
        this.attempts = attempts;
        this.publication = publication;
        this.retention = retention;
        this.clock = clock;
        this.retries = Labour.retries(execution);
        this.types = types;
        this.config = execution;
        this.backlog = new LaneBacklog(clients, config.transport() == WorkerConfig.Transport.SHARE);
        this.orphans = meters.counter("sluice.tasks.orphans");
    }

    void start(@Observes io.quarkus.runtime.StartupEvent start) {
        long period = config.reaperPeriod().toMillis();
        ledger.ready().thenRun(() -> rounds.scheduleWithFixedDelay(this::round, period, period, TimeUnit.MILLISECONDS));
    }

    void stop(@Observes @Priority(900) ShutdownEvent stop) throws InterruptedException {
        rounds.shutdownNow();
        rounds.awaitTermination(2, TimeUnit.SECONDS);
        if (office != null) {
            leases.release(office);
        }
        backlog.close();
    }

    private void round() {
        try {
            if (holdsOffice()) {
                look(clock.instant());
                retention.tidy(clock.instant());
            }
        } catch (LedgerAway e) {
            Log.debugf("the reaper waits for Kafka: %s", e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "the reaper's round failed; the next one tries again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean holdsOffice() {
        if (office != null && leases.renew(office) != Leases.Renewal.LOST) {
            return true;
        }
        office = leases.claim(OFFICE, 0).orElse(null);
        return office != null;
    }

    private void look(Instant now) throws InterruptedException {
        Set<String> buffered = lanes.waitingIds();
        Map<Lane, Boolean> empty = new EnumMap<>(Lane.class);
        current = false;
        var open = ledger.table().open();
        for (TaskRecord record : open) {
            if (buffered.contains(record.id()) || attempts.has(record.id())) {
                continue;
            }
            switch (Task.of(record)) {
                case Task.Backoff resting when resting.isDue(now) -> wake(record, "retry", now);
                case Task.Accepted accepted when isSilent(record, now, empty) -> wake(record, "reap", now);
                case Task.Running running -> takeOverIfOrphan(running, now);
                case Task.Backoff resting -> {}
                case Task.Accepted accepted -> {}
                case Task.Scheduled scheduled
                when scheduled.isDue(now.minus(config.silence())) -> wake(record, "due", now);
                case Task.Scheduled scheduled -> {}
                case Task.Awaiting awaiting -> {}
                case Task.Finished finished -> {}
            }
        }
        woken.keySet()
                .removeIf(id -> ledger.table()
                        .find(id)
                        .filter(r -> !r.state().isTerminal())
                        .isEmpty());
        freeSince
                .keySet()
                .removeIf(id -> ledger.table()
                        .find(id)
                        .filter(r -> !r.state().isTerminal())
                        .isEmpty());
    }

    /** An accepted task is silent when its command should have come by: its lane holds none that is not committed. */
    private boolean isSilent(TaskRecord record, Instant now, Map<Lane, Boolean> empty) throws InterruptedException {
        Duration age = Duration.between(record.updatedAt(), now);
        if (age.compareTo(config.silence()) < 0 || isWoken(record, now)) {
            return false;
        }
        Boolean known = empty.get(record.priority());
        if (known == null) {
            known = backlog.isEmpty(record.priority());
            empty.put(record.priority(), known);
        }
        return known || age.compareTo(LOST_COMMAND_IN_A_BUSY_LANE) > 0;
    }

    private boolean isWoken(TaskRecord record, Instant now) {
        Woken last = woken.get(record.id());
        return last != null
                && last.version() == record.version()
                && last.until().isAfter(now);
    }

    private void wake(TaskRecord record, String cause, Instant now) {
        if (!isWoken(record, now)) {
            writer.wake(record, cause);
            woken.put(record.id(), new Woken(record.version(), now.plus(config.silence())));
        }
    }

    private void takeOverIfOrphan(Task.Running running, Instant now) {
        TaskRecord record = running.record();
        var name = new Leases.Name(record.tenant(), record.id());
        // Its lease has ended, or was this worker's own in an earlier life: no attempt of this process is looked at
        // here.
        boolean overdue = record.lease() == null
                || record.lease().until().isBefore(now)
                || leases.isOurs(record.lease().token());
        if (!overdue || !leases.canTakeOver() || !leases.isFree(name)) {
            freeSince.remove(record.id());
            return;
        }
        Instant since = freeSince.computeIfAbsent(record.id(), id -> now);
        if (Duration.between(since, now).compareTo(leases.grace()) >= 0) {
            current = current || ledger.awaitCurrent(Duration.ofSeconds(5));
            if (current) {
                leases.claim(name, record.version()).ifPresent(lease -> takeOver(record, lease));
            }
        }
    }

    private void takeOver(TaskRecord seen, Lease lease) {
        boolean moved = false;
        try {
            // What its worker's death has cost it is rest enough.
            var atOnce = new RetryPolicy(
                    Labour.retries(retries, types.find(seen.type())).attempts(), Duration.ZERO, Duration.ZERO);
            moved = publication.takeOver(
                    seen,
                    running -> running.fail(
                            "The worker that ran it ended without an answer.",
                            atOnce,
                            Duration.ZERO,
                            0,
                            clock.instant()));
        } finally {
            leases.release(lease);
            freeSince.remove(seen.id());
        }
        if (moved) {
            orphans.increment();
            Log.infof("task %s: its worker is gone; taken over after attempt %d", seen.id(), seen.attempt());
            ledger.table()
                    .find(seen.id())
                    .filter(record -> record.state() == TaskState.BACKOFF)
                    .ifPresent(record -> wake(record, "reap", clock.instant()));
        }
    }
}
