package dev.sluice.worker.submission;

import dev.sluice.contracts.tasks.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * One submission among several.
 *
 * @param request what is asked for
 * @param idempotencyKey the same key and request give the same task; null for a task of its own
 */
public record Order(@Nullable TaskRequest request, @Nullable String idempotencyKey) {}
