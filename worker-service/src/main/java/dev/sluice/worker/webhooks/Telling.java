package dev.sluice.worker.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.worker.ledger.RetryPolicy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the telling of one task's end is: the value on {@code sluice.tasks.webhooks}, key = task id.
 *
 * @param taskId which task
 * @param life which of its ends; a replayed task has another
 * @param calls how often its owner was called
 * @param state what came of it
 * @param next when to call again; only while it is pending
 * @param status the last answer's; 0 when there was none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Telling(
        String taskId,
        int life,
        int calls,
        State state,
        @Nullable Instant next,
        int status) {

    private static final int GONE = 410;

    /** What came of it. */
    @RegisterForReflection
    enum State {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("delivered")
        DELIVERED,
        @JsonProperty("given_up")
        GIVEN_UP
    }

    static Telling fresh(String taskId, int life, Instant now) {
        return new Telling(taskId, life, 0, State.PENDING, now, 0);
    }

    /** The message's id, which stays the same however often it is sent. */
    String messageId() {
        return "msg_" + taskId + "_" + life;
    }

    /**
     * After a call.
     *
     * @param answer its status; 0 when there was no answer
     * @param random in [0, 1), for the jitter
     */
    Telling called(int answer, RetryPolicy policy, double random, Instant now) {
        int made = calls + 1;
        if (answer >= 200 && answer < 300) {
            return new Telling(taskId, life, made, State.DELIVERED, null, answer);
        }
        if (answer == GONE || made >= policy.attempts()) {
            return new Telling(taskId, life, made, State.GIVEN_UP, null, answer);
        }
        Duration rest = policy.rest(made, random);
        return new Telling(taskId, life, made, State.PENDING, now.plus(rest), answer);
    }

    /** It must not be sent at all. */
    Telling refused() {
        return new Telling(taskId, life, calls, State.GIVEN_UP, null, 0);
    }
}
