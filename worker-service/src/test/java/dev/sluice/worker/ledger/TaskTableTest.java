package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.worker.ledger.TaskTable.Fate;
import java.time.Duration;
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
        TaskRecord other = ((Task.Accepted) Task.of(accepted))
                .start(new TaskRecord.LeaseMark("1@other", Tasks.T0.plusSeconds(15)), Tasks.T0)
                .record();

        assertThat(table.apply(other, 0, 12)).isEqualTo(Fate.ILLEGAL);
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
    void a_forgotten_task_leaves_nothing_behind() {
        table.apply(Tasks.accepted("t9"), 0, 5);
        table.forget("t9", 6);

        assertThat(table.find("t9")).isEmpty();
        assertThat(table.list("acme", task -> true, 10)).isEmpty();
        assertThat(table.openCount("acme")).isZero();
        assertThat(table.queuedCount("acme", Lane.NORMAL)).isZero();
    }

    @Test
    void of_two_submissions_under_one_id_the_first_on_the_topic_counts_and_is_to_be_written_again() {
        TaskRecord first = Tasks.accepted("t9", "acme", new TaskRecord.Idempotency("key", "one"));
        TaskRecord second = Tasks.accepted("t9", "acme", new TaskRecord.Idempotency("key", "two"));
        table.apply(first, 0, 5);

        assertThat(table.apply(second, 0, 6)).isEqualTo(Fate.SECOND);
        assertThat(table.find("t9").orElseThrow().idempotency()).isEqualTo(first.idempotency());
        assertThat(table.openCount("acme")).isEqualTo(1);
        assertThat(table.shadowed()).containsExactly("t9");

        assertThat(table.apply(first, 0, 7)).isEqualTo(Fate.KNOWN);
        assertThat(table.shadowed()).isEmpty();
        assertThat(table.entry("t9").orElseThrow().offset()).isEqualTo(7);
    }

    @Test
    void a_record_that_does_not_count_shadows_the_one_that_does() {
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);
        table.apply(done, 0, 12);
        table.apply(new Task.Running(running).cancel(Tasks.T0.plusSeconds(2)).record(), 0, 13);

        assertThat(table.shadowed()).containsExactly("t1");
        table.apply(done, 0, 14);
        assertThat(table.shadowed()).isEmpty();
    }

    @Test
    void the_queued_are_counted_by_tenant_and_lane_and_the_running_are_not_among_them() {
        table.apply(accepted, 0, 10);
        table.apply(Tasks.scheduled("t2", Tasks.T0.plusSeconds(60)), 0, 11);
        table.apply(Tasks.awaiting("t3", List.of("t1"), null), 0, 12);
        assertThat(table.queuedCount("acme", Lane.NORMAL)).isEqualTo(3);
        assertThat(table.queuedCount("acme", Lane.BULK)).isZero();
        assertThat(table.queuedCount("other", Lane.NORMAL)).isZero();

        table.apply(running, 0, 13);

        assertThat(table.queuedCount("acme", Lane.NORMAL)).isEqualTo(2);
        assertThat(table.openCount("acme")).isEqualTo(3);
    }

    @Test
    void only_a_dead_task_comes_back_and_only_by_a_replay() {
        TaskRecord dead = ((Task.Running) Task.of(running))
                .fail("no", new RetryPolicy(1, Duration.ZERO, Duration.ZERO), Duration.ZERO, 0, Tasks.T0)
                .record();
        table.apply(accepted, 0, 10);
        table.apply(running, 0, 11);
        table.apply(dead, 0, 12);
        assertThat(table.dead()).containsExactly("t1");
        TaskRecord replayed = ((Task.Dead) Task.of(dead)).replay(Tasks.T0).record();

        assertThat(table.apply(replayed, 0, 13)).isEqualTo(Fate.COUNTED);

        assertThat(table.dead()).isEmpty();
        assertThat(table.openCount("acme")).isEqualTo(1);
        assertThat(table.apply(Draft.holding(replayed, null, null), 0, 14)).isEqualTo(Fate.KNOWN);
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
