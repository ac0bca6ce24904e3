package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One tenant's tasks in their order, and how many of them are open and queued. Safe for use by many threads. */
final class Shelf {

    private final NavigableSet<Place> places = new ConcurrentSkipListSet<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Lane, AtomicInteger> queued = new ConcurrentHashMap<>();

    /** A task is new, moved from one state to another, or is gone. */
    void moved(@Nullable TaskRecord before, @Nullable TaskRecord after) {
        if (before != null) {
            count(before, -1);
        }
        if (after != null) {
            count(after, 1);
        }
        if (before == null && after != null) {
            places.add(Place.of(after));
        } else if (before != null && after == null) {
            places.remove(Place.of(before));
        }
    }

    private void count(TaskRecord task, int step) {
        if (!task.state().isTerminal()) {
            open.addAndGet(step);
        }
        if (task.state().isQueued()) {
            queued.computeIfAbsent(task.priority(), lane -> new AtomicInteger()).addAndGet(step);
        }
    }

    /** The ids behind a place, newest first; all of them when it is null. */
    Stream<String> after(@Nullable Place place) {
        return (place == null ? places : places.tailSet(place, false)).stream().map(Place::id);
    }

    int open() {
        return open.get();
    }

    int queued(Lane lane) {
        AtomicInteger count = queued.get(lane);
        return count == null ? 0 : count.get();
    }
}
