package dev.sluice.worker.work;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A kind of background work. */
public interface TaskType {

    /** Its name on the wire. */
    String name();

    /** How long one attempt may take. */
    Duration timeout();

    /** Starts that count, before a task of it is dead; empty for the configured number. */
    default OptionalInt attempts() {
        return OptionalInt.empty();
    }

    /** Whether this worker takes it; one that is not offered is not known. */
    default boolean isOffered() {
        return true;
    }

    /**
     * The upstream that will be asked for this input, such as a model's name; a tenant's tasks for it rest together when it
     * asks one of them for a rest. Empty when none is asked.
     */
    default Optional<String> upstream(Map<String, Object> input) {
        return Optional.empty();
    }

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
     * @param steps keeps what is finished, so that a later attempt does not repeat it
     */
    record Job(
            String tenant,
            Map<String, Object> input,
            IntConsumer progress,
            @Nullable String keyId,
            Steps steps) {

        /** Work whose steps are not kept. */
        public Job(String tenant, Map<String, Object> input, IntConsumer progress, @Nullable String keyId) {
            this(tenant, input, progress, keyId, Steps.FORGETFUL);
        }

        /** Work that no key stands for. */
        public Job(String tenant, Map<String, Object> input, IntConsumer progress) {
            this(tenant, input, progress, null);
        }

        /**
         * A step of the work: done once, and its value kept for later attempts when this one is cut short. Kept values are
         * few and small ({@link Steps}); a step whose value is too large is repeated.
         *
         * @param name unlike the names of the other steps
         * @param shape what the value is read back as
         */
        public <T> T step(String name, Class<T> shape, Step<T> work) throws CannotDo, TryLater, InterruptedException {
            Optional<T> kept = steps.kept(name, shape);
            if (kept.isPresent()) {
                return kept.get();
            }
            T made = work.make();
            steps.keep(name, made);
            return made;
        }
    }

    /** What makes the value of a step. */
    @FunctionalInterface
    interface Step<T> {

        /** Makes it, on the calling thread. */
        T make() throws CannotDo, TryLater, InterruptedException;
    }

    /** The finished steps of one task: at most 100, together at most 256 KiB as JSON. */
    interface Steps {

        /** Keeps nothing. */
        Steps FORGETFUL = new Steps() {
            @Override
            public <T> Optional<T> kept(String name, Class<T> shape) {
                return Optional.empty();
            }

            @Override
            public void keep(String name, Object value) {}
        };

        /** The value of a step that an earlier attempt finished. */
        <T> Optional<T> kept(String name, Class<T> shape);

        /** Makes a value durable; does without when that cannot be done now. */
        void keep(String name, Object value);
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
        private final @Nullable String upstream;

        /**
         * @param why in words for the owner
         * @param notBefore the shortest rest before the next attempt
         */
        public TryLater(String why, Duration notBefore) {
            this(why, notBefore, null);
        }

        private TryLater(String why, Duration notBefore, @Nullable String upstream) {
            super(why, null, false, false);
            this.notBefore = notBefore;
            this.upstream = upstream;
        }

        /**
         * An upstream is overloaded (429, 503) and asks for a rest: the attempt does not count, and the tenant's
         * tasks that need this upstream rest meanwhile.
         *
         * @param upstream as {@link TaskType#upstream} names it
         * @param why in words for the owner
         * @param retryAfter what it asked for; zero when it did not say
         */
        public static TryLater asked(String upstream, String why, Duration retryAfter) {
            return new TryLater(why, retryAfter, upstream);
        }

        /** The upstream that asked for a rest, if one did. */
        public Optional<String> upstream() {
            return Optional.ofNullable(upstream);
        }

        /** The shortest rest before the next attempt. */
        public Duration notBefore() {
            return notBefore;
        }
    }
}
