package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.worker.ledger.TaskTable.Fate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTableTest {

    private final TaskTable table = new TaskTable();
    private final TaskRecord accepted = Tasks.accepted("t1");
    private final TaskRecord running = Tasks.running("t1");
    private final TaskRecord done = new Task.Running(running)
            .succeed("r", "local:test", Tasks.T0.plusSeconds(1))
            .record();

    @Test
    void the_last_legal_record_is_the_state() {
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);

        assertThat(table.find("t1").orElseThrow().state()).isEqualTo(TaskState.RUNNING);
        assertThat(table.openCount("acme")).isEqualTo(1);
    }

    @Test
    void nothing_follows_a_final_state() {
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);
        table.apply(done, 0, 12);
        TaskRecord late =
                new Task.Running(running).cancel(Tasks.T0.plusSeconds(2)).record();

        assertThat(table.apply(late, 0, 13)).isEqualTo(Fate.ILLEGAL);
        assertThat(table.find("t1").orElseThrow().state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(table.openCount()).isZero();
    }

    @Test
    void of_two_workers_that_write_the_same_version_the_first_on_the_topic_counts() {
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);

        assertThat(table.apply(Tasks.running("t1"), 0, 12)).isEqualTo(Fate.ILLEGAL);
        assertThat(table.entry("t1").orElseThrow().offset()).isEqualTo(11);
    }

    @Test
    void a_record_read_twice_is_known() {
        table.apply(accepted, 0, 10);

        assertThat(table.apply(accepted, 0, 10)).isEqualTo(Fate.KNOWN);
        assertThat(table.openCount("acme")).isEqualTo(1);
    }

    @Test
    void inputs_and_results_are_not_held() {
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);
        table.apply(done, 0, 12);

        assertThat(table.find("t1").orElseThrow().result()).isNull();
        assertThat(table.find("t1").orElseThrow().input()).isNull();
    }

    @Test
    void a_tenant_lists_its_own_tasks_newest_first() {
        table.apply(Tasks.accepted("01-a"), 0, 1);
        table.apply(Tasks.accepted("02-b"), 0, 2);
        table.apply(Tasks.accepted("03-c", "other", null), 0, 3);

        assertThat(table.list("acme", task -> true, 10).stream().map(TaskRecord::id))
                .containsExactly("02-b", "01-a");
        assertThat(table.list("acme", task -> true, 1)).hasSize(1);
    }

    @Test
    void an_idempotency_key_leads_to_its_task_until_that_is_forgotten() {
        var idempotency = new TaskRecord.Idempotency("key", "body");
        table.apply(Tasks.accepted("t9", "acme", idempotency), 0, 5);

        assertThat(table.findByIdempotencyKey("key").orElseThrow().id()).isEqualTo("t9");
        table.forget("t9", 6);

        assertThat(table.findByIdempotencyKey("key")).isEmpty();
        assertThat(table.find("t9")).isEmpty();
        assertThat(table.list("acme", task -> true, 10)).isEmpty();
        assertThat(table.openCount("acme")).isZero();
    }

    @Test
    void a_watcher_is_told_of_each_state_that_counts_until_it_closes() throws Exception {
        List<TaskState> seen = new ArrayList<>();
        AutoCloseable watch = table.watch("t1", task -> seen.add(task.state()));

        table.apply(accepted, 0, 10);
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);
        watch.close();
        table.apply(done, 0, 12);

        assertThat(seen).containsExactly(TaskState.ACCEPTED, TaskState.RUNNING);
    }
}
