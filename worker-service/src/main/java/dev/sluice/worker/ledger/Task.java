package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task in one of its states. The steps out of a state are the methods of that state, so a step that is not legal cannot
 * be written down. Each step gives the record to append, one version higher.
 *
 * <pre>
 * Accepted --start--> Running --succeed--> Finished(succeeded)
 *    |                   |----fail-------> Backoff --start--> Running
 *    |                   |                 or Finished(dead) when attempts are used up
 *    |                   |----refuse-----> Finished(failed)
 *    |                   |----handBack---> Backoff, the attempt not counted
 *    +-----cancel--------+----cancel-----> Finished(cancelled)      Backoff --cancel--> Finished(cancelled)
 * </pre>
 */
public sealed interface Task {

    /** The record this state was read from or is written as. */
    TaskRecord record();

    /** The state a record tells of. */
    static Task of(TaskRecord record) {
        return switch (record.state()) {
            case ACCEPTED -> new Accepted(record);
            case BACKOFF -> new Backoff(record);
            case RUNNING -> new Running(record);
            case SUCCEEDED, FAILED, DEAD, CANCELLED -> new Finished(record);
        };
    }

    /** A task that no worker has; it can be started once it is due, or cancelled at once. */
    sealed interface Waiting extends Task {

        /** Whether it may be started now. */
        default boolean isDue(Instant now) {
            Instant notBefore = record().notBefore();
            return notBefore == null || !notBefore.isAfter(now);
        }

        /** Begins the next attempt under a lease. */
        default Running start(LeaseMark lease, Instant now) {
            return new Running(Draft.of(record(), TaskState.RUNNING, now)
                    .attempt(record().attempt() + (record().handedBack() ? 0 : 1))
                    .progress(0)
                    .lease(lease)
                    .startedAt(now)
                    .write());
        }

        /** Ends it without another attempt. */
        default Finished cancel(Instant now) {
            return new Finished(
                    Draft.last(record(), TaskState.CANCELLED, now).error(null).write());
        }
    }

    /** Durable and waiting for its first attempt. */
    record Accepted(TaskRecord record) implements Waiting {}

    /** Resting after an attempt that failed. */
    record Backoff(TaskRecord record) implements Waiting {}

    /** Being worked on under a lease. Who calls a step must hold that lease, or have taken it over after its end. */
    record Running(TaskRecord record) implements Task {

        /** Whether this attempt runs under the given fencing token. */
        public boolean isUnder(String token) {
            LeaseMark lease = record.lease();
            return lease != null && lease.token().equals(token);
        }

        /** Tells how far it is, 0 to 99. */
        public Running progress(int percent, Instant now) {
            return new Running(Draft.of(record, TaskState.RUNNING, now)
                    .progress(Math.clamp(percent, record.progress(), 99))
                    .lease(record.lease())
                    .write());
        }

        /** Ends it with its result. */
        public Finished succeed(@Nullable Object result, String madeBy, Instant now) {
            return new Finished(Draft.last(record, TaskState.SUCCEEDED, now)
                    .progress(100)
                    .result(result, madeBy)
                    .write());
        }

        /**
         * Rests for another attempt, or ends as dead when the attempts are used up.
         *
         * @param atLeast the shortest rest, as an upstream's Retry-After asks for
         * @param random in [0, 1), for the jitter
         */
        public Task fail(String error, RetryPolicy policy, Duration atLeast, double random, Instant now) {
            if (!policy.allowsAfter(record.attempt())) {
                return new Finished(
                        Draft.last(record, TaskState.DEAD, now).error(error).write());
            }
            Duration rest = policy.rest(record.attempt(), random);
            return new Backoff(Draft.of(record, TaskState.BACKOFF, now)
                    .notBefore(now.plus(rest.compareTo(atLeast) < 0 ? atLeast : rest))
                    .progress(0)
                    .error(error)
                    .write());
        }

        /** Ends it because another attempt would fail in the same way. */
        public Finished refuse(String error, Instant now) {
            return new Finished(
                    Draft.last(record, TaskState.FAILED, now).error(error).write());
        }

        /** Gives it back unfinished, the attempt not counted, because this worker stops. */
        public Backoff handBack(Instant now) {
            return new Backoff(Draft.of(record, TaskState.BACKOFF, now)
                    .handedBack()
                    .notBefore(now)
                    .progress(0)
                    .write());
        }

        /** Ends it because its owner asked. */
        public Finished cancel(Instant now) {
            return new Finished(
                    Draft.last(record, TaskState.CANCELLED, now).error(null).write());
        }
    }

    /** Final; nothing leads out of it. */
    record Finished(TaskRecord record) implements Task {}
}
