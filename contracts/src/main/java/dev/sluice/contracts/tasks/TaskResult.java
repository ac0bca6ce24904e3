package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt produced: the value on {@code sluice.tasks.result}, key = task id. Accepted only when the task's final
 * state names the same lease; a result without that is what a crashed or fenced attempt left behind.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param taskId which task
 * @param tenant whose it is
 * @param type what kind of work
 * @param attempt which attempt made it
 * @param lease the fencing token it was made under
 * @param result the result as JSON
 * @param madeBy {@code llm:<model>} or {@code local:<method>}
 * @param at when it was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskResult(
        int schema,
        String taskId,
        String tenant,
        String type,
        int attempt,
        String lease,
        @Nullable Object result,
        String madeBy,
        Instant at) {

    /** The version this code writes. */
    public static final int SCHEMA = 1;
}
