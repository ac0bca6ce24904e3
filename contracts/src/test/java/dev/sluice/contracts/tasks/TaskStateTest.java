package dev.sluice.contracts.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TaskStateTest {

    @Test
    void sixStatesAreFinal() {
        assertThat(Arrays.stream(TaskState.values()).filter(TaskState::isTerminal))
                .containsExactly(
                        TaskState.SUCCEEDED,
                        TaskState.FAILED,
                        TaskState.DEAD,
                        TaskState.CANCELLED,
                        TaskState.EXPIRED,
                        TaskState.SKIPPED);
    }

    @Test
    void lanesAreOrderedByUrgencyAndNamedInLowerCase() {
        assertThat(Arrays.stream(Lane.values()).map(Lane::wireName))
                .containsExactly("critical", "high", "normal", "low", "bulk");
    }
}
