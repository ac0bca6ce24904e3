package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TaskTest {

    private static final RetryPolicy THREE = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60));
    private static final Instant NOW = Tasks.T0.plusSeconds(5);

    /** What can be tried on a task, legal or not. */
    enum Step {
        RELEASE,
        SKIP,
        EXPIRE,
        START,
        PROGRESS,
        SUCCEED,
        FAIL,
        REFUSE,
        HAND_BACK,
        CANCEL,
        REPLAY
    }

    /** How a task begins. */
    enum Birth {
        ACCEPTED,
        SCHEDULED,
        WAITING,
        WAITING_FOR_A_TIME_TOO
    }

    /** The reference: a state, an attempt, and the table of the design, written as naively as possible. */
    private static final class Model {
        TaskState state;
        final boolean timed;
        int attempt;
        boolean handedBack;
        int finals;
        int deaths;

        Model(Birth birth) {
            state = switch (birth) {
                case ACCEPTED -> TaskState.ACCEPTED;
                case SCHEDULED -> TaskState.SCHEDULED;
                case WAITING, WAITING_FOR_A_TIME_TOO -> TaskState.WAITING;
            };
            timed = birth == Birth.WAITING_FOR_A_TIME_TOO;
        }

        void apply(Step step) {
            boolean unstarted = state == TaskState.ACCEPTED || state == TaskState.SCHEDULED;
            boolean startable = unstarted || state == TaskState.BACKOFF;
            boolean running = state == TaskState.RUNNING;
            if (state == TaskState.WAITING && step == Step.RELEASE) {
                state = timed ? TaskState.SCHEDULED : TaskState.ACCEPTED;
            } else if (state == TaskState.WAITING && step == Step.SKIP) {
                end(TaskState.SKIPPED);
            } else if (unstarted && step == Step.EXPIRE) {
                end(TaskState.EXPIRED);
            } else if (startable && step == Step.START) {
                state = TaskState.RUNNING;
                attempt += handedBack ? 0 : 1;
                handedBack = false;
            } else if (running && step == Step.SUCCEED) {
                end(TaskState.SUCCEEDED);
            } else if (running && step == Step.REFUSE) {
                end(TaskState.FAILED);
            } else if (running && step == Step.FAIL && attempt >= 3) {
                end(TaskState.DEAD);
            } else if (running && (step == Step.FAIL || step == Step.HAND_BACK)) {
                state = TaskState.BACKOFF;
                handedBack = step == Step.HAND_BACK;
            } else if (!state.isTerminal() && step == Step.CANCEL) {
                end(TaskState.CANCELLED);
            } else if (state == TaskState.DEAD && step == Step.REPLAY) {
                state = TaskState.ACCEPTED;
                attempt = 0;
                handedBack = false;
                deaths++;
            }
        }

        private void end(TaskState last) {
            state = last;
            finals++;
        }
    }

    @Property(tries = 3_000)
    void any_sequence_of_steps_goes_as_the_reference_model_goes(
            @ForAll Birth birth, @ForAll @Size(max = 40) List<Step> steps) {
        var model = new Model(birth);
        Task task = Task.of(born(birth));
        var table = new TaskTable();
        List<TaskRecord> written = new ArrayList<>(List.of(task.record()));
        table.apply(task.record(), 0, 0);
        for (Step step : steps) {
            model.apply(step);
            Task next = tried(task, step);
            if (next != task) {
                written.add(next.record());
                assertThat(table.apply(next.record(), 0, written.size())).isEqualTo(TaskTable.Fate.COUNTED);
            }
            task = next;

            assertThat(task.record().state()).isEqualTo(model.state);
            assertThat(task.record().attempt()).isEqualTo(model.attempt).isBetween(0, 3);
            assertThat(Task.of(task.record())).isEqualTo(task);
        }

        assertThat(model.finals).isBetween(model.deaths, model.deaths + 1);
        assertThat(written.stream().filter(r -> r.state().isTerminal())).hasSize(model.finals);
        assertThat(task.record().deaths() == null ? 0 : task.record().deaths().size())
                .isEqualTo(model.deaths);
        for (int i = 0; i < written.size(); i++) {
            assertThat(written.get(i).version()).isEqualTo(i + 1);
            TaskRecord record = written.get(i);
            assertThat(record.lease() != null).isEqualTo(record.state() == TaskState.RUNNING);
            assertThat(record.input() == null)
                    .isEqualTo(record.state().isTerminal() && record.state() != TaskState.DEAD);
            assertThat(record.finishedAt() != null).isEqualTo(record.state().isTerminal());
            assertThat(record.madeBy() != null).isEqualTo(record.state() == TaskState.SUCCEEDED);
            assertThat(record.terms()).isEqualTo(written.getFirst().terms());
        }
    }

    private static TaskRecord born(Birth birth) {
        return switch (birth) {
            case ACCEPTED -> Tasks.accepted("t");
            case SCHEDULED -> Tasks.scheduled("t", NOW.plusSeconds(60));
            case WAITING -> Tasks.awaiting("t", List.of("p"), null);
            case WAITING_FOR_A_TIME_TOO -> Tasks.awaiting("t", List.of("p"), NOW.plusSeconds(60));
        };
    }

    private static Task tried(Task task, Step step) {
        return switch (task) {
            case Task.Awaiting awaiting ->
                switch (step) {
                    case RELEASE -> awaiting.release(NOW);
                    case SKIP -> awaiting.skip("a parent failed", NOW);
                    case CANCEL -> awaiting.cancel(NOW);
                    default -> task;
                };
            case Task.Unstarted unstarted when step == Step.EXPIRE -> unstarted.expire(NOW);
            case Task.Waiting waiting ->
                switch (step) {
                    case START -> waiting.start(new LeaseMark("1@w", NOW.plusSeconds(15)), NOW);
                    case CANCEL -> waiting.cancel(NOW);
                    default -> task;
                };
            case Task.Running running ->
                switch (step) {
                    case PROGRESS -> running.progress(50, NOW);
                    case SUCCEED -> running.succeed("a result", "local:test", NOW);
                    case FAIL -> running.fail("it broke", THREE, Duration.ZERO, 0.5, NOW);
                    case REFUSE -> running.refuse("never", NOW);
                    case HAND_BACK -> running.handBack(NOW);
                    case CANCEL -> running.cancel(NOW);
                    default -> task;
                };
            case Task.Dead dead -> step == Step.REPLAY ? dead.replay(NOW) : task;
            case Task.Done done -> task;
        };
    }

    @Example
    void a_task_is_in_time_until_its_time_is_over_and_not_after_it() {
        var urgent = (Task.Unstarted) Task.of(Tasks.urgent("t"));

        assertThat(urgent.isDue(Tasks.T0.plusSeconds(59))).isTrue();
        assertThat(urgent.isDue(Tasks.T0.plusSeconds(60))).isTrue();
        assertThat(urgent.isDue(Tasks.T0.plusSeconds(61))).isFalse();
        assertThat(urgent.isLate(Tasks.T0.plusSeconds(60))).isFalse();
        assertThat(urgent.isLate(Tasks.T0.plusSeconds(61))).isTrue();
        assertThat(((Task.Unstarted) Task.of(Tasks.accepted("t"))).isLate(Instant.MAX))
                .isFalse();
    }

    @Example
    void the_time_of_a_scheduled_task_begins_when_it_is_due() {
        var later = (Task.Unstarted) Task.of(Tasks.scheduled("t", NOW.plusSeconds(100)));

        assertThat(later.isDue(NOW.plusSeconds(99))).isFalse();
        assertThat(later.isDue(NOW.plusSeconds(100))).isTrue();
        assertThat(later.startBy()).isEqualTo(NOW.plusSeconds(160));
    }

    @Example
    void a_replayed_task_remembers_how_it_died() {
        Task.Dead dead = (Task.Dead) new Task.Running(Tasks.running("t"))
                .fail("it broke", new RetryPolicy(1, Duration.ZERO, Duration.ZERO), Duration.ZERO, 0, NOW);

        TaskRecord again = dead.replay(NOW.plusSeconds(9)).record();

        assertThat(again.deaths()).containsExactly(new TaskRecord.Death(1, "it broke", NOW));
        assertThat(again.attempt()).isZero();
        assertThat(again.error()).isNull();
        assertThat(again.finishedAt()).isNull();
        assertThat(again.input()).isEqualTo(Tasks.accepted("t").input());
    }

    @Example
    void a_failed_attempt_rests_at_least_as_long_as_the_upstream_asks() {
        Task rested = new Task.Running(Tasks.running("t")).fail("429", THREE, Duration.ofSeconds(30), 0.0, NOW);

        assertThat(rested.record().notBefore()).isEqualTo(NOW.plusSeconds(30));
        assertThat(((Task.Waiting) rested).isDue(NOW.plusSeconds(29))).isFalse();
        assertThat(((Task.Waiting) rested).isDue(NOW.plusSeconds(30))).isTrue();
    }

    @Example
    void the_rest_doubles_and_stays_below_its_cap() {
        assertThat(THREE.rest(1, 0.0)).isEqualTo(Duration.ofMillis(500));
        assertThat(THREE.rest(2, 0.0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(THREE.rest(3, 0.999)).isLessThan(Duration.ofSeconds(4));
        assertThat(THREE.rest(60, 0.999)).isLessThanOrEqualTo(Duration.ofSeconds(60));
    }

    @Example
    void an_attempt_runs_under_its_own_token_only() {
        var running = new Task.Running(Tasks.running("t"));

        assertThat(running.isUnder("1@w")).isTrue();
        assertThat(running.isUnder("2@w")).isFalse();
    }

    @Example
    void a_brown_out_does_not_count_and_rests_at_least_as_long_as_asked() {
        var running = (Task.Running) Task.of(Tasks.running("t"));

        Task rested = running.brownOut("busy", THREE, Duration.ofSeconds(7), 0.5, NOW);

        TaskRecord record = rested.record();
        assertThat(record.state()).isEqualTo(TaskState.BACKOFF);
        assertThat(record.notBefore()).isEqualTo(NOW.plusSeconds(7).plusMillis(500));
        assertThat(record.carried()).isEqualTo(new TaskRecord.Carried(1, Map.of()));
        assertThat(start(record).attempt()).isEqualTo(1);
    }

    @Example
    void the_twentieth_brown_out_is_free_and_the_next_counts_as_an_attempt() {
        TaskRecord record = Tasks.running("t");
        for (int i = 1; i <= RetryPolicy.BROWN_OUTS; i++) {
            record = start(new Task.Running(record)
                    .brownOut("busy", THREE, Duration.ZERO, 0, NOW)
                    .record());
            assertThat(record.attempt()).isEqualTo(1);
        }

        record = new Task.Running(record)
                .brownOut("busy", THREE, Duration.ZERO, 0, NOW)
                .record();

        assertThat(start(record).attempt()).isEqualTo(2);
    }

    @Example
    void finished_steps_go_along_until_the_task_ends() {
        var running = (Task.Running) Task.of(Tasks.running("t"));

        Task.Running second = running.remember("one", "A", NOW).remember("two", 2, NOW);

        assertThat(second.isUnder("1@w")).isTrue();
        assertThat(second.carried().steps()).containsExactly(Map.entry("one", "A"), Map.entry("two", 2));
        TaskRecord again = second.fail("cut", THREE, Duration.ZERO, 0, NOW).record();
        assertThat(((Task.Running) Task.of(start(again))).carried().steps()).containsOnlyKeys("one", "two");
        assertThat(second.succeed("done", "local:x", NOW).record().carried()).isNull();
    }

    @Property
    void the_jitter_of_a_brown_out_is_anything_up_to_the_bound(
            @ForAll @IntRange(min = 1, max = 40) int time,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        assertThat(THREE.jitter(time, random)).isBetween(Duration.ZERO, Duration.ofSeconds(60));
    }

    private static TaskRecord start(TaskRecord waiting) {
        return ((Task.Waiting) Task.of(waiting))
                .start(new LeaseMark("2@w", NOW.plusSeconds(15)), NOW)
                .record();
    }
}
