package dev.sluice.worker.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts unfinished tasks by lane. Pure. */
public final class LaneStats {

    private LaneStats() {}

    /**
     * One lane.
     *
     * @param queued accepted or resting
     * @param running being worked on
     * @param oldestQueuedSeconds how long the oldest queued task has waited; absent when none is
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LaneCount(
            int queued, int running, @Nullable Long oldestQueuedSeconds) {}

    /**
     * All lanes.
     *
     * @param lanes by name, most urgent first
     * @param complete whether all tasks are known yet; not while the table is rebuilt after a start
     */
    @RegisterForReflection
    public record Stats(Map<String, LaneCount> lanes, boolean complete) {}

    /** Counts. */
    public static Stats of(Collection<TaskRecord> open, Instant now, boolean complete) {
        Map<String, LaneCount> lanes = new LinkedHashMap<>();
        for (Lane lane : Lane.values()) {
            List<TaskRecord> here =
                    open.stream().filter(task -> task.priority() == lane).toList();
            List<TaskRecord> queued = here.stream()
                    .filter(task -> task.state() != TaskState.RUNNING)
                    .toList();
            Long oldest = queued.stream()
                    .map(TaskRecord::createdAt)
                    .min(Comparator.naturalOrder())
                    .map(created -> Duration.between(created, now).toSeconds())
                    .orElse(null);
            lanes.put(lane.wireName(), new LaneCount(queued.size(), here.size() - queued.size(), oldest));
        }
        return new Stats(lanes, complete);
    }
}
