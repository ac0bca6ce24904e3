package dev.sluice.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void at_its_age_a_task_is_kept_and_above_it_is_forgotten() {
        List<TaskRecord> one = finished(1);

        assertThat(Retention.forgettable(one, Tasks.T0.plus(WEEK), WEEK, 10)).isEmpty();
        assertThat(Retention.forgettable(one, Tasks.T0.plus(WEEK).plusMillis(1), WEEK, 10))
                .hasSize(1);
    }

    @Test
    void at_the_number_all_are_kept_and_above_it_the_oldest_go() {
        List<TaskRecord> three = finished(3);

        assertThat(Retention.forgettable(three, Tasks.T0, WEEK, 3)).isEmpty();
        assertThat(Retention.forgettable(three, Tasks.T0, WEEK, 2)).containsExactly(three.getFirst());
    }

    private static List<TaskRecord> finished(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ((Task.Waiting) Task.of(Tasks.accepted("t" + i)))
                        .cancel(Tasks.T0.plusSeconds(i))
                        .record())
                .toList();
    }

    @Test
    void the_event_of_a_final_state_has_the_same_id_whenever_it_is_told() {
        TaskRecord ended = finished(1).getFirst();

        assertThat(Finals.event(ended).id())
                .isEqualTo(Finals.event(ended).id())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(Finals.event(ended).task().state()).isEqualTo("cancelled");
    }
}
