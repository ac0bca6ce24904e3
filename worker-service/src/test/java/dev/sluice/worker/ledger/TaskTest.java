package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class TaskTest {

    private static final RetryPolicy THREE = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60));
    private static final Instant NOW = Tasks.T0.plusSeconds(5);

    /** What can be tried on a task, legal or not. */
    enum Step {
        START,
        PROGRESS,
        SUCCEED,
        FAIL,
        REFUSE,
        HAND_BACK,
        CANCEL
    }

    /** The reference: a state, an attempt, and the table of the design, written as naively as possible. */
    private static final class Model {
        TaskState state = TaskState.ACCEPTED;
        int attempt;
        boolean handedBack;
        int finals;

        void apply(Step step) {
            boolean waiting = state == TaskState.ACCEPTED || state == TaskState.BACKOFF;
            boolean running = state == TaskState.RUNNING;
            if (waiting && step == Step.START) {
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
            } else if ((running || waiting) && step == Step.CANCEL) {
                end(TaskState.CANCELLED);
            }
        }

        private void end(TaskState last) {
            state = last;
            finals++;
        }
    }

    @Property(tries = 2_000)
    void any_sequence_of_steps_goes_as_the_reference_model_goes(@ForAll @Size(max = 25) List<Step> steps) {
        var model = new Model();
        Task task = Task.of(Tasks.accepted("t"));
        List<TaskRecord> written = new ArrayList<>(List.of(task.record()));
        for (Step step : steps) {
            model.apply(step);
            Task next = tried(task, step);
            if (next != task) {
                written.add(next.record());
            }
            task = next;

            assertThat(task.record().state()).isEqualTo(model.state);
            assertThat(task.record().attempt()).isEqualTo(model.attempt).isBetween(0, 3);
            assertThat(Task.of(task.record())).isEqualTo(task);
        }

        assertThat(model.finals).isBetween(0, 1);
        assertThat(written.stream().filter(r -> r.state().isTerminal())).hasSize(model.finals);
        for (int i = 0; i < written.size(); i++) {
            assertThat(written.get(i).version()).isEqualTo(i + 1);
            TaskRecord record = written.get(i);
            assertThat(record.lease() != null).isEqualTo(record.state() == TaskState.RUNNING);
            assertThat(record.input() == null).isEqualTo(record.state().isTerminal());
            assertThat(record.finishedAt() != null).isEqualTo(record.state().isTerminal());
            assertThat(record.madeBy() != null).isEqualTo(record.state() == TaskState.SUCCEEDED);
        }
    }

    private static Task tried(Task task, Step step) {
        return switch (task) {
            case Task.Waiting waiting ->
                switch (step) {
                    case START -> waiting.start(new LeaseMark("1@w", NOW.plusSeconds(15)), NOW);
                    case CANCEL -> waiting.cancel(NOW);
                    default -> task;
                };
            case Task.Running running ->
                switch (step) {
                    case START -> task;
                    case PROGRESS -> running.progress(50, NOW);
                    case SUCCEED -> running.succeed("a result", "local:test", NOW);
                    case FAIL -> running.fail("it broke", THREE, Duration.ZERO, 0.5, NOW);
                    case REFUSE -> running.refuse("never", NOW);
                    case HAND_BACK -> running.handBack(NOW);
                    case CANCEL -> running.cancel(NOW);
                };
            case Task.Finished finished -> task;
        };
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
}
