package dev.sluice.worker.work;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A kind of background work. */
public interface TaskType {

    /** Its name on the wire. */
    String name();

    /** How long one attempt may take. */
    Duration timeout();

    /**
     * Looks at an input before it is accepted.
     *
     * @throws dev.sluice.kit.problem.Refusal saying what is wrong with it and what would be right
     */
    void check(Map<String, Object> input);

    /**
     * Does the work on the calling thread; ends soon after an interrupt.
     *
     * @throws CannotDo when another attempt would fail in the same way
     * @throws TryLater when another attempt may do better
     */
    Outcome run(Job job) throws CannotDo, TryLater, InterruptedException;

    /**
     * One attempt's work.
     *
     * @param tenant whose it is
     * @param input as checked
     * @param progress told now and then how far it is, 0 to 99
     * @param keyId the API key that submitted it, its public id; absent when it was none
     */
    record Job(
            String tenant,
            Map<String, Object> input,
            IntConsumer progress,
            @Nullable String keyId) {

        /** Work that no key stands for. */
        public Job(String tenant, Map<String, Object> input, IntConsumer progress) {
            this(tenant, input, progress, null);
        }
    }

    /**
     * What came of it.
     *
     * @param result as JSON will show it
     * @param madeBy {@code llm:<model>} or {@code local:<method>}
     */
    record Outcome(@Nullable Object result, String madeBy) {}

    /** It cannot be done, now or later. */
    final class CannotDo extends Exception {

        private static final long serialVersionUID = 1L;

        /**
         * @param why in words for the owner
         */
        public CannotDo(String why) {
            super(why, null, false, false);
        }
    }

    /** It did not work this time. */
    final class TryLater extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Duration notBefore;

        /**
         * @param why in words for the owner
         * @param notBefore the shortest rest before the next attempt
         */
        public TryLater(String why, Duration notBefore) {
            super(why, null, false, false);
            this.notBefore = notBefore;
        }

        /** The shortest rest before the next attempt. */
        public Duration notBefore() {
            return notBefore;
        }
    }
}
