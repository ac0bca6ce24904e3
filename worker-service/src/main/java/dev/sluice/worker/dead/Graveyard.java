package dev.sluice.worker.dead;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.worker.execution.ExecutionConfig;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Office;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskTopics;
import dev.sluice.worker.ledger.TaskWriter;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the topic of the dead equal to the ledger's dead tasks: buries who is missing, exhumes who was replayed, forgotten,
 * or buried by a worker that was killed before the death counted. The same round writes again what compaction would lose.
 * One worker at a time does it.
 */
@ApplicationScoped
class Graveyard {

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Office office;
    private final TopicFold fold;
    private final Set<String> buried = ConcurrentHashMap.newKeySet();
    private final long period;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("task-graveyard").daemon().factory());

    Graveyard(
            TaskLedger ledger,
            TaskWriter writer,
            Leases leases,
            KafkaClients clients,
            TopicBootstrap topics,
            ExecutionConfig config) {
        this.ledger = ledger;
        this.writer = writer;
        this.office = new Office(leases, "graveyard");
        this.period = config.reaperPeriod().toMillis();
        this.fold = new TopicFold(TaskTopics.dead(), clients, topics, record -> {
            if (record.value() == null) {
                buried.remove(record.key());
            } else {
                buried.add(record.key());
            }
        });
    }

    void start(@Observes StartupEvent start) {
        fold.start();
        ledger.ready()
                .runAfterBoth(
                        fold.ready(),
                        () -> rounds.scheduleWithFixedDelay(this::round, period, period, TimeUnit.MILLISECONDS));
    }

    void stop(@Observes @Priority(900) ShutdownEvent stop) throws InterruptedException {
        rounds.shutdownNow();
        rounds.awaitTermination(2, TimeUnit.SECONDS);
        office.leave();
        fold.close();
    }

    private void round() {
        try {
            Set<String> dead = ledger.table().dead();
            Set<String> shadowed = ledger.table().shadowed();
            if ((dead.equals(buried) && shadowed.isEmpty()) || !office.isHeld()) {
                return;
            }
            for (String id : dead) {
                if (!buried.contains(id)) {
                    ledger.full(id).ifPresent(writer::bury);
                }
            }
            for (String id : new HashSet<>(buried)) {
                // A task is buried just before its death is written; who still lives is looked at when that is settled.
                if (ledger.table()
                                .find(id)
                                .map(TaskRecord::state)
                                .filter(state -> state == TaskState.RUNNING)
                                .isEmpty()
                        && !ledger.table().dead().contains(id)) {
                    writer.exhume(id);
                }
            }
            shadowed.forEach(id -> ledger.full(id).ifPresent(writer::repeat));
        } catch (LedgerAway e) {
            Log.debugf("the graveyard waits for Kafka: %s", e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "the graveyard's round failed; the next one tries again");
        }
    }
}
