package dev.sluice.testkit;

import java.time.Instant;

/**
 * One start of a task's work, from a worker's own log.
 *
 * @param taskId the task
 * @param attempt the attempt it was started as, 1 for the first
 * @param startedAt when
 */
public record Execution(String taskId, int attempt, Instant startedAt) {}
