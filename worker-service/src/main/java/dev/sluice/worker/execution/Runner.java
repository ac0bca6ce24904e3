package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.worker.lanes.Lanes;
import dev.sluice.worker.lanes.Wakeup;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskTopics;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.work.TaskType;
import dev.sluice.worker.work.TaskTypes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs woken tasks: claim, work, publish. The order of an attempt is written here. */
@ApplicationScoped
class Runner {

    private static final Duration CATCH_UP = Duration.ofSeconds(5);
    private static final Duration BOTH_COME = Duration.ofSeconds(1);

    private final Lanes lanes;
    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Leases leases;
    private final Attempts attempts;
    private final Publication publication;
    private final Finals finals;
    private final Labour labour;
    private final TaskTypes types;
    private final TopicBootstrap topics;
    private final Clock clock;
    private final Duration drain;
    private final Timer queued;

    Runner(
            Lanes lanes,
            TaskLedger ledger,
            TaskWriter writer,
            Leases leases,
            Attempts attempts,
            Publication publication,
            Finals finals,
            Labour labour,
            TaskTypes types,
            TopicBootstrap topics,
            Clock clock,
            ExecutionConfig config,
            MeterRegistry meters) {
        this.lanes = lanes;
        this.ledger = ledger;
        this.writer = writer;
        this.leases = leases;
        this.attempts = attempts;
        this.publication = publication;
        this.finals = finals;
        this.labour = labour;
        this.types = types;
        this.topics = topics;
        this.clock = clock;
        this.drain = config.drain();
        this.queued = meters.timer("sluice.tasks.queued");
    }

    void start(@Observes StartupEvent start) {
        topics.ensure(TaskTopics.all()).runAfterBothAsync(ledger.ready(), () -> {
            finals.retell();
            lanes.start(this::run);
        });
    }

    void stop(@Observes @Priority(1_000) ShutdownEvent stop) throws InterruptedException {
        lanes.stop();
        if (!awaitIdle(drain)) {
            attempts.stopAll();
            awaitIdle(Duration.ofSeconds(3));
        }
    }

    private boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!attempts.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return attempts.isEmpty();
    }

    /** One wake-up, on a virtual thread of its own, from the command to the end of the attempt. */
    private void run(Wakeup wakeup) {
        Lease held = null;
        try {
            Optional<Lease> lease = claim(wakeup.taskId());
            if (lease.isEmpty()) {
                return;
            }
            held = lease.get();
            if (!hasCaughtUp(wakeup)) {
                Log.warnf(
                        "task %s is not started by a worker that knows too little; it will be woken again",
                        wakeup.taskId());
                return;
            }
            Optional<Task.Running> running = begin(wakeup.taskId(), held);
            lanes.acknowledge(wakeup);
            if (running.isPresent()) {
                work(running.get(), held);
            }
        } catch (LedgerAway e) {
            Log.warnf("task %s could not go on (%s); it will be woken again", wakeup.taskId(), e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "task %s could not go on; it will be woken again", wakeup.taskId());
        } finally {
            attempts.remove(wakeup.taskId());
            if (held != null) {
                leases.release(held);
            }
            lanes.acknowledge(wakeup);
        }
    }

    /**
     * Reads on to the topic's end where another worker may have taken the task further than this one has read. Under the
     * lease, so that nobody goes on meanwhile; a start that came behind an end would stay on the topic as its last word.
     */
    private boolean hasCaughtUp(Wakeup wakeup) {
        boolean nobodyWasHere = wakeup.first() && leases.canTakeOver();
        return nobodyWasHere || ledger.awaitCurrent(CATCH_UP);
    }

    /** A lease on a task that waits and is due; empty when there is nothing to do for this wake-up. */
    private Optional<Lease> claim(String taskId) {
        Optional<Task.Waiting> waiting = waiting(taskId);
        if (waiting.isEmpty() && ledger.table().find(taskId).isEmpty()) {
            // State and command are written together, so a command may come first. If the state does not follow, the
            // task
            // was never accepted or has been forgotten since.
            if (!ledger.awaitTask(taskId, BOTH_COME)
                    && ledger.table().find(taskId).isEmpty()) {
                ledger.awaitCurrent(CATCH_UP);
            }
            waiting = waiting(taskId);
        }
        return waiting.filter(task -> !attempts.has(taskId)).flatMap(task -> {
            TaskRecord record = task.record();
            return leases.claim(new Leases.Name(record.tenant(), taskId), record.version());
        });
    }

    private Optional<Task.Waiting> waiting(String taskId) {
        return ledger.table()
                .find(taskId)
                .map(Task::of)
                .filter(task -> task instanceof Task.Waiting waiting && waiting.isDue(clock.instant()))
                .map(Task.Waiting.class::cast);
    }

    /** Makes the start durable before any work: a task that kills its worker uses up its attempts. */
    private Optional<Task.Running> begin(String taskId, Lease lease) {
        Instant now = clock.instant();
        Optional<Task.Running> running = ledger.full(taskId)
                .map(Task::of)
                .filter(task -> task instanceof Task.Waiting waiting && waiting.isDue(now))
                .map(task -> ((Task.Waiting) task).start(new LeaseMark(lease.token(), lease.until()), now));
        running.ifPresent(started -> attempts.add(
                taskId, new Attempt(lease, now, now.plus(timeout(started.record())), Thread.currentThread())));
        return running.filter(started -> writer.append(started.record()));
    }

    private Duration timeout(TaskRecord record) {
        return types.find(record.type()).map(TaskType::timeout).orElse(Duration.ofMinutes(1));
    }

    private void work(Task.Running started, Lease lease) {
        TaskRecord record = started.record();
        if (record.attempt() == 1) {
            queued.record(Duration.between(record.createdAt(), clock.instant()));
        }
        publication.publish(record.id(), lease, labour.run(record));
    }
}
