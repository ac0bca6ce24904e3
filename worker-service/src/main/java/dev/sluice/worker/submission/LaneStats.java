package dev.sluice.worker.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.batches.BatchCounts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Counts a tenant's tasks by lane. Pure. */
public final class LaneStats {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private LaneStats() {}

    /**
     * One lane.
     *
     * @param queued accepted or resting
     * @param waiting for their parents or their time
     * @param running being worked on
     * @param oldestQueuedSeconds how long the oldest queued task has waited; absent when none is
     * @param startedPerMinute whose last attempt began in the last minute
     * @param finishedPerMinute that ended in the last minute, in whatever way
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LaneCount(
            int queued,
            int waiting,
            int running,
            @Nullable Long oldestQueuedSeconds,
            int startedPerMinute,
            int finishedPerMinute) {}

    /**
     * All lanes.
     *
     * @param lanes by name, most urgent first
     * @param batches the batches of {@code /v1/batches} that are not over; they are in no lane
     * @param workers processes that work on the lanes, all of them on all; absent when Kafka did not tell
     * @param complete whether all tasks are known yet; not while the table is rebuilt after a start
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Stats(
            Map<String, LaneCount> lanes,
            BatchCounts batches,
            @Nullable Integer workers,
            boolean complete) {}

    /** What is counted of one lane. */
    private static final class Count {
        private int queued;
        private int waiting;
        private int running;
        private @Nullable Instant oldest;
        private int started;
        private int finished;

        void add(TaskRecord task, Instant since) {
            switch (task.state()) {
                case ACCEPTED, BACKOFF -> {
                    queued++;
                    Instant from = task.createdAt();
                    oldest = oldest == null || from.isBefore(oldest) ? from : oldest;
                }
                case WAITING, SCHEDULED -> waiting++;
                case RUNNING -> running++;
                case SUCCEEDED, FAILED, DEAD, CANCELLED, EXPIRED, SKIPPED -> {}
            }
            started += isSince(task.startedAt(), since);
            finished += isSince(task.finishedAt(), since);
        }

        private static int isSince(@Nullable Instant time, Instant since) {
            return time != null && time.isAfter(since) ? 1 : 0;
        }

        LaneCount written(Instant now) {
            Long age = oldest == null
                    ? null
                    : Long.valueOf(Duration.between(oldest, now).toSeconds());
            return new LaneCount(queued, waiting, running, age, started, finished);
        }
    }

    /** Counts. */
    public static Stats of(
            Collection<TaskRecord> tasks, BatchCounts batches, Instant now, OptionalInt workers, boolean complete) {
        Instant since = now.minus(WINDOW);
        Map<String, LaneCount> lanes = new LinkedHashMap<>();
        for (Lane lane : Lane.values()) {
            var count = new Count();
            tasks.stream().filter(task -> task.priority() == lane).forEach(task -> count.add(task, since));
            lanes.put(lane.wireName(), count.written(now));
        }
        return new Stats(lanes, batches, workers.isPresent() ? workers.getAsInt() : null, complete);
    }
}
