package dev.sluice.contracts.tasks;

/**
 * Wakes a worker: the value on {@code sluice.tasks.cmd.<lane>}, key = tenant. Holds no work; the state topic does. A
 * command for a task that needs no waking is dropped.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param taskId which task
 * @param tenant whose it is
 * @param cause {@code submit}, {@code retry}, {@code reap}, {@code due}, {@code parents} or {@code replay}
 */
public record TaskCommand(int schema, String taskId, String tenant, String cause) {

    /** The version this code writes. */
    public static final int SCHEMA = 1;
}
