package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.TaskRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How old the queue is: as old as the task that could have run for the longest time. */
class QueueAgeTest {

    private static Duration after(long seconds, TaskRecord... open) {
        return QueueAge.of(List.of(open), Tasks.T0.plusSeconds(seconds));
    }

    @Test
    void anEmptyQueueHasNoAge() {
        assertThat(after(100)).isZero();
    }

    @Test
    void theOldestAcceptedTaskCounts() {
        assertThat(after(100, Tasks.accepted("a"), Tasks.accepted("b"))).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void whatRunsOrWaitsForItsTimeOrItsParentsIsNotLate() {
        assertThat(after(
                        100,
                        Tasks.running("a"),
                        Tasks.scheduled("b", Tasks.T0.plusSeconds(500)),
                        Tasks.awaiting("c", List.of("a"), null)))
                .isZero();
    }

    @Test
    void aClockThatIsBehindMakesNoNegativeAge() {
        assertThat(after(-5, Tasks.accepted("a"))).isZero();
    }
}
