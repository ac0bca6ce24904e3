package dev.sluice.worker.submission;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.streaming.EventStream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A task's states as events, from the current one to the final one. The id of an event is the version of the state, so a
 * client that comes back with the last one it saw is told only what is new.
 */
@ApplicationScoped
class TaskEvents {

    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final int UNREAD = 256;

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
                    tell(now, stream);
                    told = now.version();
                }
                TaskRecord change = changes.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (change == null) {
                    stream.beat();
                }
                now = change == null ? current(id) : change;
            }
            if (now != null) {
                tell(now, stream);
            }
        } finally {
            close(watch);
        }
    }

    private @org.jspecify.annotations.Nullable TaskRecord current(String id) {
        try {
            return ledger.full(id).orElse(null);
        } catch (LedgerAway e) {
            return ledger.table().find(id).orElse(null);
        }
    }

    private void tell(TaskRecord task, EventStream stream) throws IOException {
        String name = task.state().isTerminal() ? "done" : task.progress() > 0 ? "progress" : "state";
        stream.send(name, Long.toString(task.version()), json.writeValueAsString(task.view()));
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("a watch cannot fail to close", e);
        }
    }
}
