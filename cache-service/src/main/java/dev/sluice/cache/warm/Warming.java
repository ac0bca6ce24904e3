package dev.sluice.cache.warm;

import dev.sluice.contracts.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One warm-up at work: hands questions to the worker-service, a few at a time, and counts what comes back, until all are
 * answered or the money is spent.
 */
final class Warming {

    private static final int AT_ONCE = 20;
    /** With a budget fewer are under way, since what is cannot be called back. */
    private static final int AT_ONCE_ON_BUDGET = 4;

    private static final Duration OUTAGE = Duration.ofMinutes(2);

    private final TaskClient tasks;
    private final Caller caller;
    private final Deque<Map<String, Object>> waiting;
    private final Map<String, Integer> open = new LinkedHashMap<>();
    private final long mostNano;
    private final String keys;
    private final Clock clock;
    private final Consumer<WarmJob> saving;
    private WarmJob job;
    private int next;

    /**
     * A warm-up that has not begun.
     *
     * @param keys what the idempotency keys of its tasks begin with
     * @param saving told of every change
     */
    Warming(
            TaskClient tasks,
            Caller caller,
            WarmJob job,
            List<Map<String, Object>> requests,
            long mostNano,
            String keys,
            Clock clock,
            Consumer<WarmJob> saving) {
        this.tasks = tasks;
        this.caller = caller;
        this.job = job;
        this.waiting = new ArrayDeque<>(requests);
        this.mostNano = mostNano;
        this.keys = keys;
        this.clock = clock;
        this.saving = saving;
    }

    /** Works until the end. */
    void run(Duration pause) throws InterruptedException {
        long wellAt = clock.millis();
        String trouble = null;
        while (!(waiting.isEmpty() && open.isEmpty())) {
            WarmJob before = job;
            try {
                if (!fill()) {
                    end("budget-spent", null);
                    return;
                }
                collect();
                wellAt = clock.millis();
            } catch (TaskClient.Later later) {
                trouble = later.getMessage();
            }
            if (clock.millis() - wellAt > OUTAGE.toMillis()) {
                end("stopped", trouble);
                return;
            }
            if (!job.equals(before)) {
                save();
            }
            if (!(waiting.isEmpty() && open.isEmpty())) {
                Thread.sleep(pause);
            }
        }
        end("done", null);
    }

    /** Whether there is anything left to wait for or money to go on with. */
    private boolean fill() throws TaskClient.Later, InterruptedException {
        boolean spent = job.costNano() >= mostNano;
        int atOnce = mostNano == Long.MAX_VALUE ? AT_ONCE : AT_ONCE_ON_BUDGET;
        while (!spent && open.size() < atOnce && !waiting.isEmpty()) {
            int place = next;
            try {
                open.put(tasks.submit(caller, keys + "-" + place, waiting.getFirst()), place);
                job = job.submitted(1);
            } catch (IllegalArgumentException never) {
                job = job.failed(String.valueOf(never.getMessage()));
            }
            waiting.removeFirst();
            next++;
        }
        return !(spent && open.isEmpty() && !waiting.isEmpty());
    }

    private void collect() throws TaskClient.Later, InterruptedException {
        for (String id : List.copyOf(open.keySet())) {
            Optional<TaskClient.Ended> ended = tasks.look(caller, id);
            if (ended.isPresent()) {
                open.remove(id);
                job = switch (ended.get()) {
                    case TaskClient.Ended.Answered(boolean known, long cost) -> job.answered(known, cost);
                    case TaskClient.Ended.Failed(String why) -> job.failed(why);
                };
            }
        }
    }

    private void end(String how, @Nullable String why) {
        job = job.ended(how, why);
        save();
    }

    private void save() {
        job = job.at(clock.instant());
        saving.accept(job);
    }
}
