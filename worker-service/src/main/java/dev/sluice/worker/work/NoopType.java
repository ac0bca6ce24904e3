package dev.sluice.worker.work;

import dev.sluice.worker.ledger.TasksConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Nothing, for as long as told, {@code {"millis": 20, "steps": 3}}: for load tests and for whoever wants to see a task live
 * and die. Offered only with {@code sluice.worker.tasks.noop}.
 */
@ApplicationScoped
class NoopType implements TaskType {

    private static final int LONGEST = 60_000;
    private static final int MOST_STEPS = 20;

    private final boolean offered;

    NoopType(TasksConfig config) {
        this.offered = config.noop();
    }

    /**
     * What was done.
     *
     * @param steps for each step, when the attempt that did it was at work, in milliseconds since 1970
     */
    @RegisterForReflection
    record Nothing(List<Long> steps) {}

    @Override
    public String name() {
        return "noop";
    }

    @Override
    public boolean isOffered() {
        return offered;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMillis(2L * LONGEST);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("millis", "steps"));
        millis(input);
        steps(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        int millis = millis(job.input());
        int steps = steps(job.input());
        if (steps == 0) {
            TimeUnit.MILLISECONDS.sleep(millis);
            return new Outcome(new Nothing(List.of()), "local:noop");
        }
        List<Long> done = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            done.add(job.step("step-" + step, Long.class, () -> {
                TimeUnit.MILLISECONDS.sleep(millis / steps);
                return System.currentTimeMillis();
            }));
        }
        return new Outcome(new Nothing(done), "local:noop");
    }

    private static int millis(Map<String, Object> input) {
        return Fields.number(input, "millis", 0, 0, LONGEST);
    }

    private static int steps(Map<String, Object> input) {
        return Fields.number(input, "steps", 0, 0, MOST_STEPS);
    }
}
