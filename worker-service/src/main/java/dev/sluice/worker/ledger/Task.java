package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRecord.LeaseMark;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task in one of its states. The steps out of a state are the methods of that state, so a step that is not legal cannot
 * be written down. Each step gives the record to append, one version higher.
 *
 * <pre>
 * Awaiting --release--> Accepted or Scheduled         Awaiting --skip--> Finished(skipped)
 * Accepted, Scheduled --start--> Running              Accepted, Scheduled --expire--> Finished(expired)
 * Running --succeed--> Finished(succeeded)
 *         --refuse---> Finished(failed)
 *         --fail-----> Backoff, or Dead when attempts are used up
 *         --handBack-> Backoff, the attempt not counted
 *         --brownOut-> the same, or as fail when that happened too often
 * Backoff --start----> Running                        Dead --replay--> Accepted, attempts from 0
 * all but Finished and Dead --cancel--> Finished(cancelled)
 * </pre>
 */
public sealed interface Task {

    /** The record this state was read from or is written as. */
    TaskRecord record();

    /** The state a record tells of. */
    static Task of(TaskRecord record) {
        return switch (record.state()) {
            case WAITING -> new Awaiting(record);
            case SCHEDULED -> new Scheduled(record);
            case ACCEPTED -> new Accepted(record);
            case BACKOFF -> new Backoff(record);
            case RUNNING -> new Running(record);
            case DEAD -> new Dead(record);
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED, SKIPPED -> new Done(record);
        };
    }

    /** A task that no worker has; its owner may end it at once. */
    sealed interface Idle extends Task {

        /** Ends it without another attempt. */
        default Finished cancel(Instant now) {
            return new Done(
                    Draft.last(record(), TaskState.CANCELLED, now).error(null).write());
        }
    }

    /** A task that can be started once it is due. */
    sealed interface Waiting extends Idle {

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
    }

    /** A task that was never started and is in time only for a while. */
    sealed interface Unstarted extends Waiting {

        /** When it began to miss nothing but its turn. */
        Instant queuedAt();

        /** After this it must not be started any more; the end of time when it may always. */
        default Instant startBy() {
            TaskRecord.Terms terms = record().terms();
            return terms == null || terms.startWithinSeconds() == null
                    ? Instant.MAX
                    : queuedAt().plusSeconds(terms.startWithinSeconds());
        }

        @Override
        default boolean isDue(Instant now) {
            return Waiting.super.isDue(now) && !isLate(now);
        }

        /** Whether its time is over. */
        default boolean isLate(Instant now) {
            return now.isAfter(startBy());
        }

        /** Ends it because its time is over. */
        default Finished expire(Instant now) {
            return new Done(Draft.last(record(), TaskState.EXPIRED, now)
                    .error("It was not started within the time it was given.")
                    .write());
        }
    }

    /** Waiting for its parents. */
    record Awaiting(TaskRecord record) implements Idle {

        /** All parents have succeeded: it is queued, or scheduled when its time has not come. */
        public Unstarted release(Instant now) {
            Instant notBefore = record.terms() == null ? null : record.terms().notBefore();
            return notBefore != null && notBefore.isAfter(now)
                    ? new Scheduled(Draft.of(record, TaskState.SCHEDULED, now)
                            .notBefore(notBefore)
                            .write())
                    : new Accepted(Draft.of(record, TaskState.ACCEPTED, now).write());
        }

        /** Ends it because a parent will never succeed. */
        public Finished skip(String reason, Instant now) {
            return new Done(
                    Draft.last(record, TaskState.SKIPPED, now).error(reason).write());
        }
    }

    /** Waiting for its time. */
    record Scheduled(TaskRecord record) implements Unstarted {

        @Override
        public Instant queuedAt() {
            Instant notBefore = record.notBefore();
            return notBefore == null ? record.updatedAt() : notBefore;
        }
    }

    /** Durable and waiting for its first attempt. */
    record Accepted(TaskRecord record) implements Unstarted {

        @Override
        public Instant queuedAt() {
            return record.updatedAt();
        }
    }

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
            return new Done(Draft.last(record, TaskState.SUCCEEDED, now)
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
                return new Dead(
                        Draft.last(record, TaskState.DEAD, now).error(error).write());
            }
            Duration rest = policy.rest(record.attempt(), random);
            return new Backoff(Draft.of(record, TaskState.BACKOFF, now)
                    .notBefore(now.plus(rest.compareTo(atLeast) < 0 ? atLeast : rest))
                    .progress(0)
                    .error(error)
                    .write());
        }

        /**
         * Rests because an upstream asked for it, the attempt not counted; after {@link RetryPolicy#BROWN_OUTS} of them it
         * counts like any other failure.
         *
         * @param retryAfter the rest the upstream asked for; the jitter comes on top, so that not all come back at once
         * @param random in [0, 1), for the jitter
         */
        public Task brownOut(String error, RetryPolicy policy, Duration retryAfter, double random, Instant now) {
            TaskRecord.Carried carried = carried();
            if (carried.brownOuts() >= RetryPolicy.BROWN_OUTS) {
                return fail(error, policy, retryAfter, random, now);
            }
            return new Backoff(Draft.of(record, TaskState.BACKOFF, now)
                    .handedBack()
                    .notBefore(now.plus(retryAfter).plus(policy.jitter(carried.brownOuts() + 1, random)))
                    .progress(0)
                    .carried(new TaskRecord.Carried(carried.brownOuts() + 1, carried.steps()))
                    .error(error)
                    .write());
        }

        /** Rests until an upstream that had asked for it may be asked again; nothing was tried and nothing counts. */
        public Backoff rest(String why, Instant until, Instant now) {
            return new Backoff(Draft.of(record, TaskState.BACKOFF, now)
                    .handedBack()
                    .notBefore(until)
                    .progress(0)
                    .error(why)
                    .write());
        }

        /** Keeps the value of a finished step for later attempts. */
        public Running remember(String step, Object value, Instant now) {
            TaskRecord.Carried carried = carried();
            Map<String, Object> steps = new LinkedHashMap<>(carried.steps());
            steps.put(step, value);
            return new Running(Draft.of(record, TaskState.RUNNING, now)
                    .lease(record.lease())
                    .carried(new TaskRecord.Carried(carried.brownOuts(), steps))
                    .write());
        }

        /** What earlier attempts left. */
        public TaskRecord.Carried carried() {
            TaskRecord.Carried carried = record.carried();
            return carried == null ? TaskRecord.Carried.NOTHING : carried;
        }

        /** Ends it because another attempt would fail in the same way. */
        public Finished refuse(String error, Instant now) {
            return new Done(
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
            return new Done(
                    Draft.last(record, TaskState.CANCELLED, now).error(null).write());
        }
    }

    /** Ended. */
    sealed interface Finished extends Task {}

    /** Ended for good; nothing leads out of it. */
    record Done(TaskRecord record) implements Finished {}

    /** Ended with its attempts used up; its owner may have it tried again. */
    record Dead(TaskRecord record) implements Finished {

        /** Queues it anew, its attempts from 0; how it died is kept in the record. */
        public Accepted replay(Instant now) {
            return new Accepted(
                    Draft.of(record, TaskState.ACCEPTED, now).again().write());
        }
    }
}
