package dev.sluice.worker.submission;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.problem.Refusal;

/** What came of one submission. */
public sealed interface Taken {

    /** It is durable, or was before. */
    record Accepted(TaskRecord task) implements Taken {}

    /** It was not taken in. */
    record Refused(Refusal why) implements Taken {}
}
