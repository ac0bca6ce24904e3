package dev.sluice.worker.submission;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.streaming.EventStream;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.TaskLedger;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tasks' states as events. For one task: from the current one to the final one, the id of an event being the version of the
 * state, so that a client that comes back with the last one it saw is told only what is new. For several: the same, the id
 * being {@code <task>:<version>}.
 */
@ApplicationScoped
class TaskEvents {

    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final int UNREAD = 256;
    private static final int UNREAD_OF_MANY = 4_096;

    private final TaskLedger ledger;
    private final ObjectMapper json;

    TaskEvents(TaskLedger ledger, ObjectMapper json) {
        this.ledger = ledger;
        this.json = json;
    }

    /**
     * Writes events until the final state or until the client leaves.
     *
     * @param seen the version the client saw last; 0 for none
     */
    void follow(String id, long seen, EventStream stream) throws IOException, InterruptedException {
        BlockingQueue<TaskRecord> changes = new ArrayBlockingQueue<>(UNREAD);
        AutoCloseable watch = ledger.table().watch(id, changes::offer);
        try {
            long told = seen;
            TaskRecord now = current(id);
            // The final state is told even to a client that has seen it: it asked, and a stream says how it ends.
            while (now != null && !now.state().isTerminal()) {
                if (now.version() > told) {
                    send(now, Long.toString(now.version()), stream);
                    told = now.version();
                }
                TaskRecord change = changes.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (change == null) {
                    stream.beat();
                }
                now = change == null ? current(id) : change;
            }
            if (now != null) {
                send(now, Long.toString(now.version()), stream);
            }
        } finally {
            close(watch);
        }
    }

    /** Writes the states of several tasks until all have ended or the client leaves. */
    void followMany(Set<String> ids, EventStream stream) throws IOException, InterruptedException {
        BlockingQueue<TaskRecord> changes = new ArrayBlockingQueue<>(UNREAD_OF_MANY);
        Map<String, Long> open = new HashMap<>();
        List<AutoCloseable> watches = new ArrayList<>();
        try {
            for (String id : ids) {
                open.put(id, 0L);
                watches.add(ledger.table().watch(id, changes::offer));
            }
            tellAll(open, stream);
            while (!open.isEmpty()) {
                TaskRecord change = changes.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (change == null) {
                    stream.beat();
                    tellAll(open, stream);
                } else {
                    tell(change, open, stream);
                }
            }
        } finally {
            watches.forEach(TaskEvents::close);
        }
    }

    /** What is told of each now; also finds what a full queue let fall, and who was forgotten. */
    private void tellAll(Map<String, Long> open, EventStream stream) throws IOException {
        for (String id : List.copyOf(open.keySet())) {
            TaskRecord now = current(id);
            if (now == null) {
                open.remove(id);
            } else {
                tell(now, open, stream);
            }
        }
    }

    private void tell(TaskRecord task, Map<String, Long> open, EventStream stream) throws IOException {
        Long told = open.get(task.id());
        if (told == null || task.version() <= told) {
            return;
        }
        send(task, task.id() + ":" + task.version(), stream);
        if (task.state().isTerminal()) {
            open.remove(task.id());
        } else {
            open.put(task.id(), task.version());
        }
    }

    /**
     * Writes the changes of all of a tenant's tasks from now on, until the client leaves. One that reads too slowly is told so
     * by an event {@code gap} and misses some.
     */
    void followAll(String tenant, EventStream stream) throws IOException, InterruptedException {
        BlockingQueue<TaskRecord> changes = new ArrayBlockingQueue<>(UNREAD_OF_MANY);
        var missed = new AtomicBoolean();
        AutoCloseable watch = ledger.table().watchTenant(tenant, change -> {
            if (!changes.offer(change)) {
                missed.set(true);
            }
        });
        try {
            stream.beat();
            while (!stream.isGone()) {
                TaskRecord change = changes.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (change == null) {
                    stream.beat();
                } else {
                    send(change, change.id() + ":" + change.version(), stream);
                }
                if (missed.getAndSet(false)) {
                    stream.send("gap", null, "{}");
                }
            }
        } finally {
            close(watch);
        }
    }

    private @Nullable TaskRecord current(String id) {
        try {
            return ledger.full(id).orElse(null);
        } catch (LedgerAway e) {
            return ledger.table().find(id).orElse(null);
        }
    }

    private void send(TaskRecord task, String id, EventStream stream) throws IOException {
        String name = task.state().isTerminal() ? "done" : task.progress() > 0 ? "progress" : "state";
        stream.send(name, id, json.writeValueAsString(task.view()));
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("a watch cannot fail to close", e);
        }
    }
}
