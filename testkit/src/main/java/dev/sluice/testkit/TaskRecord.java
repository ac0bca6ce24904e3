package dev.sluice.testkit;

import dev.sluice.contracts.tasks.TaskState;
import java.time.Instant;

/**
 * A task's state as it stands on the state topic, in the order of the topic.
 *
 * @param taskId the task
 * @param state its state from now on
 * @param attempt how often it was started
 * @param at when
 */
public record TaskRecord(String taskId, TaskState state, int attempt, Instant at) {}
