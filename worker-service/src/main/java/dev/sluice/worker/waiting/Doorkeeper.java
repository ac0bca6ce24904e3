package dev.sluice.worker.waiting;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.worker.leases.LeaseConfig;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Office;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets tasks in when what they wait for has come, their time or their parents, and turns away those that are too late or
 * whose parents will never succeed. Every worker keeps the agenda, from the states it reads; one at a time acts by it.
 */
@ApplicationScoped
class Doorkeeper {

    private static final Duration APART = Duration.ofMillis(100);
    private static final Duration NOT_NOW = Duration.ofSeconds(2);
    private static final int AT_ONCE = 2_000;

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Steps steps;
    private final Clock clock;
    private final Office office;
    private final Agenda agenda = new Agenda();
    private final Families families = new Families();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("task-doorkeeper").daemon().factory());
    private final Duration renewal;
    private Instant heldUntil = Instant.MIN;

    Doorkeeper(
            TaskLedger ledger,
            TaskWriter writer,
            Steps steps,
            Leases leases,
            Clock clock,
            LeaseConfig config,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.writer = writer;
        this.steps = steps;
        this.clock = clock;
        this.office = new Office(leases, "doorkeeper");
        this.renewal = config.heartbeat();
        meters.gauge("sluice.tasks.agenda", agenda, Agenda::size);
        ledger.table().watchAll(this::note);
    }

    void start(@Observes StartupEvent start) {
        ledger.ready()
                .thenRun(() -> rounds.scheduleWithFixedDelay(
                        this::round, APART.toMillis(), APART.toMillis(), TimeUnit.MILLISECONDS));
    }

    void stop(@Observes @Priority(900) ShutdownEvent stop) throws InterruptedException {
        rounds.shutdownNow();
        rounds.awaitTermination(2, TimeUnit.SECONDS);
        office.leave();
    }

    /** A task is in a new state: when to look at it next. */
    private void note(TaskRecord record) {
        if (record.state() != TaskState.WAITING) {
            families.left(record.id(), parents(record));
        }
        switch (Task.of(record)) {
            case Task.Awaiting awaiting -> {
                families.add(record.id(), parents(record));
                agenda.put(record.updatedAt(), record.id());
            }
            case Task.Scheduled scheduled -> agenda.put(scheduled.queuedAt(), record.id());
            case Task.Accepted accepted -> expect(accepted);
            case Task.Finished finished -> {
                agenda.strike(record.id());
                families.ended(record.id()).forEach(child -> agenda.put(record.updatedAt(), child));
            }
            case Task.Backoff backoff -> {}
            case Task.Running running -> agenda.strike(record.id());
        }
    }

    private void expect(Task.Unstarted task) {
        if (task.startBy().isBefore(Instant.MAX)) {
            agenda.put(task.startBy().plusMillis(1), task.record().id());
        }
    }

    private void round() {
        Instant now = clock.instant();
        List<String> due = agenda.due(now, AT_ONCE);
        if (due.isEmpty()) {
            return;
        }
        boolean acting = isInOffice(now);
        for (String id : due) {
            try {
                ledger.table().find(id).ifPresent(record -> look(record, acting, now));
            } catch (LedgerAway e) {
                Log.debugf("task %s is looked at again: %s", id, e.getMessage());
                agenda.put(now.plus(NOT_NOW), id);
            } catch (RuntimeException e) {
                Log.errorf(e, "task %s could not be let in; it is looked at again", id);
                agenda.put(now.plus(NOT_NOW), id);
            }
        }
    }

    private boolean isInOffice(Instant now) {
        if (now.isBefore(heldUntil)) {
            return true;
        }
        boolean held = office.isHeld();
        heldUntil = held ? now.plus(renewal) : Instant.MIN;
        return held;
    }

    private void look(TaskRecord record, boolean acting, Instant now) {
        Task task = Task.of(record);
        if (!(task instanceof Task.Awaiting) && !(task instanceof Task.Unstarted)) {
            return;
        }
        if (!acting) {
            agenda.put(now.plus(NOT_NOW), record.id());
        } else if (task instanceof Task.Awaiting) {
            lookAtParents(record, now);
        } else if (task instanceof Task.Unstarted unstarted && unstarted.isLate(now)) {
            take(
                    record,
                    next -> next instanceof Task.Unstarted late ? Optional.of(late.expire(now)) : Optional.empty());
        } else if (task instanceof Task.Scheduled scheduled) {
            writer.wake(record, "due");
            expect(scheduled);
        } else if (task instanceof Task.Accepted accepted) {
            expect(accepted);
        }
    }

    private void lookAtParents(TaskRecord child, Instant now) {
        boolean all = true;
        for (String parent : parents(child)) {
            Optional<TaskState> state = ledger.table().find(parent).map(TaskRecord::state);
            if (state.isEmpty() || (state.get().isTerminal() && state.get() != TaskState.SUCCEEDED)) {
                String reason = state.isEmpty()
                        ? "Its parent %s is no longer known.".formatted(parent)
                        : "Its parent %s ended as %s."
                                .formatted(parent, state.get().wireName());
                take(
                        child,
                        task -> task instanceof Task.Awaiting held
                                ? Optional.of(held.skip(reason, now))
                                : Optional.empty());
                return;
            }
            all &= state.get() == TaskState.SUCCEEDED;
        }
        if (all) {
            take(child, task -> task instanceof Task.Awaiting held ? Optional.of(held.release(now)) : Optional.empty());
        }
    }

    private void take(TaskRecord seen, Function<Task, Optional<? extends Task>> step) {
        Optional<TaskRecord> moved = steps.take(seen, step);
        moved.filter(record -> record.state() == TaskState.ACCEPTED)
                .ifPresent(record -> writer.wake(record, "parents"));
        if (moved.isEmpty()) {
            agenda.put(clock.instant().plus(NOT_NOW), seen.id());
        }
    }

    private static List<String> parents(TaskRecord record) {
        TaskRecord.Terms terms = record.terms();
        return terms == null || terms.parents() == null ? List.of() : terms.parents();
    }
}
