package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a worker: the value on {@code sluice.tasks.cmd.<lane>}, key = tenant. Holds no work; the state topic does. A
 * command for a task that needs no waking is dropped.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param taskId which task
 * @param tenant whose it is
 * @param cause {@code submit}, {@code retry}, {@code reap}, {@code due}, {@code parents} or {@code replay}
 * @param type what kind of work, for caps; absent in commands of earlier versions
 * @param tokens what it will take, by estimate, for fairness between tenants; absent when not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskCommand(
        int schema,
        String taskId,
        String tenant,
        String cause,
        @Nullable String type,
        @Nullable Long tokens) {

    /** A command that says the least. */
    public TaskCommand(int schema, String taskId, String tenant, String cause) {
        this(schema, taskId, tenant, cause, null, null);
    }

    /** The version this code writes. */
    public static final int SCHEMA = 1;
}
