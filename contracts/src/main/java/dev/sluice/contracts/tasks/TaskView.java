package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as its owner sees it.
 *
 * @param id UUIDv7
 * @param type what kind of work
 * @param priority its lane
 * @param state where it is
 * @param progress 0 to 100
 * @param attempt how many times it was started; 0 while it waits
 * @param createdAt when it was accepted
 * @param startedAt when the current attempt began
 * @param finishedAt when it reached its final state
 * @param result the result as JSON; only when it succeeded
 * @param madeBy which path made the result: {@code llm} with a model name, or {@code local} with a method name
 * @param error why it failed, in words for its owner
 * @param notBefore when it may start at the earliest, while it is scheduled or rests; absent otherwise
 * @param parents the tasks it waits or waited for; absent when none
 * @param labels its owner's own words; absent when none
 * @param deaths how often it was dead and replayed; absent when never
 */
public record TaskView(
        String id,
        String type,
        Lane priority,
        TaskState state,
        int progress,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Object result,
        @Nullable String madeBy,
        @Nullable String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant notBefore,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> parents,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<TaskRecord.Death> deaths) {}
