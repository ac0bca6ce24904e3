package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of a task in its current state: the value on {@code sluice.tasks.state}, key = task id. The fold of the
 * topic is the truth: a record counts when its version is higher than the one before and that one was not final. Only a
 * dead task may be accepted again, with one death more than before.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param id UUIDv7
 * @param version counts the records of this task, from 1
 * @param tenant whose it is
 * @param project a part of the tenant's work
 * @param keyId the API key that submitted it, its public id
 * @param requestId the request that submitted it
 * @param type what kind of work
 * @param priority its lane
 * @param createdAt when it was accepted
 * @param idempotency the submission's Idempotency-Key, if it had one
 * @param input what the type needs; absent in final states, which need it no more, but for a dead task, which may be replayed
 * @param state where it is
 * @param attempt which attempt runs or ran last; 0 while it was never started
 * @param handedBack whether that attempt was given back unfinished by a worker that stopped; the next start has its number
 * @param progress 0 to 100
 * @param lease who works on it; only while running
 * @param notBefore when the next attempt may start; only while scheduled or in backoff
 * @param startedAt when the current or last attempt began
 * @param finishedAt when it reached its final state
 * @param updatedAt when this record was written
 * @param result the accepted result; only when it succeeded
 * @param madeBy which path made the result: {@code llm:<model>} or {@code local:<method>}
 * @param error why the last attempt failed or no attempt was made, in words for the owner
 * @param terms what its owner asked for beside the work; absent when nothing
 * @param deaths how often it was dead and replayed since, oldest first; absent when never
 * @param carried what attempts left for later ones; absent when nothing, and in final states
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskRecord(
        int schema,
        String id,
        long version,
        String tenant,
        @Nullable String project,
        @Nullable String keyId,
        @Nullable String requestId,
        String type,
        Lane priority,
        Instant createdAt,
        @Nullable Idempotency idempotency,
        @Nullable Map<String, Object> input,
        TaskState state,
        int attempt,
        boolean handedBack,
        int progress,
        @Nullable LeaseMark lease,
        @Nullable Instant notBefore,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt,
        @Nullable Object result,
        @Nullable String madeBy,
        @Nullable String error,
        @Nullable Terms terms,
        @Nullable List<Death> deaths,
        @Nullable Carried carried) {

    /** The version this code writes. */
    public static final int SCHEMA = 1;

    /** A task whose attempts left nothing for later ones. */
    public TaskRecord(
            int schema,
            String id,
            long version,
            String tenant,
            @Nullable String project,
            @Nullable String keyId,
            @Nullable String requestId,
            String type,
            Lane priority,
            Instant createdAt,
            @Nullable Idempotency idempotency,
            @Nullable Map<String, Object> input,
            TaskState state,
            int attempt,
            boolean handedBack,
            int progress,
            @Nullable LeaseMark lease,
            @Nullable Instant notBefore,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Instant updatedAt,
            @Nullable Object result,
            @Nullable String madeBy,
            @Nullable String error,
            @Nullable Terms terms,
            @Nullable List<Death> deaths) {
        this(
                schema,
                id,
                version,
                tenant,
                project,
                keyId,
                requestId,
                type,
                priority,
                createdAt,
                idempotency,
                input,
                state,
                attempt,
                handedBack,
                progress,
                lease,
                notBefore,
                startedAt,
                finishedAt,
                updatedAt,
                result,
                madeBy,
                error,
                terms,
                deaths,
                null);
    }

    /**
     * What attempts left for later ones.
     *
     * @param brownOuts attempts that did not count because an upstream had asked for a rest
     * @param steps the finished steps of the work by name, each with its value as JSON; a later attempt does not repeat them
     */
    public record Carried(int brownOuts, Map<String, Object> steps) {

        /** Nothing yet. */
        public static final Carried NOTHING = new Carried(0, Map.of());
    }

    /**
     * An idempotent submission.
     *
     * @param key SHA-256 of tenant and Idempotency-Key
     * @param body SHA-256 of the request
     */
    public record Idempotency(String key, String body) {}

    /**
     * The lease an attempt runs under.
     *
     * @param token the fencing token; a later lease of the same task has a higher number in it
     * @param until when it ends unless renewed, as known when this record was written
     */
    public record LeaseMark(String token, Instant until) {}

    /**
     * What a task's owner asked for beside the work. It does not change in the task's life.
     *
     * @param parents ids of tasks that must succeed before; absent when none
     * @param notBefore when it may start at the earliest; absent when at once
     * @param startWithinSeconds how long it may wait for its first start once nothing but its turn is missing; absent when
     *     for ever
     * @param keepSeconds how long it is kept after its end; absent for the type's or the service's default
     * @param webhook where its end is told
     * @param labels the owner's own words, to find it by; absent when none
     * @param tokens what the work is estimated to cost, for fairness between tenants
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Terms(
            @Nullable List<String> parents,
            @Nullable Instant notBefore,
            @Nullable Long startWithinSeconds,
            @Nullable Long keepSeconds,
            @Nullable String webhook,
            @Nullable Map<String, String> labels,
            long tokens) {}

    /**
     * One time a task was dead and was replayed.
     *
     * @param attempts how often it had been started
     * @param error why the last of them failed
     * @param at when it was dead
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Death(int attempts, @Nullable String error, Instant at) {}

    /** The task as its owner sees it. */
    public TaskView view() {
        return new TaskView(
                id,
                type,
                priority,
                state,
                progress,
                attempt,
                createdAt,
                startedAt,
                finishedAt,
                result,
                madeBy,
                error,
                notBefore,
                terms == null ? null : terms.parents(),
                terms == null ? null : terms.labels(),
                deaths);
    }
}
