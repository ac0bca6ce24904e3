package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What was polled and waits for a slot, and what runs. Safe for use by many threads. */
final class LaneBuffers {

    private final LaneScheduler scheduler;
    private final int bound;
    private final Map<Lane, Deque<Wakeup>> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> running = new EnumMap<>(Lane.class);
    private final Acknowledgements acknowledgements = new Acknowledgements();

    LaneBuffers(int slots) {
        this.scheduler = new LaneScheduler(slots);
        this.bound = 2 * slots;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
            running.put(lane, 0);
        }
    }

    /** Whether a lane holds as much as it may; its partitions are paused until it does not. */
    synchronized boolean isFull(Lane lane) {
        return of(lane).size() >= bound;
    }

    synchronized void polled(Wakeup wakeup) {
        acknowledgements.polled(wakeup.where(), wakeup.offset());
        of(wakeup.lane()).add(wakeup);
    }

    /** Something was polled that is no command; it counts as done. */
    synchronized void skipped(Wakeup wakeup) {
        acknowledgements.polled(wakeup.where(), wakeup.offset());
        acknowledgements.done(wakeup.where(), wakeup.offset());
    }

    /** The next one to start; it holds a slot until {@link #ended}. */
    synchronized Optional<Wakeup> next() {
        return scheduler
                .next(lane -> of(lane).size(), lane -> running.getOrDefault(lane, 0))
                .map(lane -> {
                    running.merge(lane, 1, Integer::sum);
                    return of(lane).remove();
                });
    }

    /** A task ended and gave its slot back; tells whether some lane was full, so that polling it may go on. */
    synchronized boolean ended(Lane lane) {
        running.merge(lane, -1, Integer::sum);
        return waiting.values().stream().anyMatch(queue -> queue.size() >= bound);
    }

    /** The command has done its work: a lease is taken, or nothing was to do. */
    synchronized void acknowledge(Wakeup wakeup) {
        acknowledgements.done(wakeup.where(), wakeup.offset());
    }

    synchronized Map<TopicPartition, Long> toCommit() {
        return acknowledgements.toCommit();
    }

    synchronized void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(acknowledgements::revoked);
        waiting.values().forEach(queue -> queue.removeIf(wakeup -> partitions.contains(wakeup.where())));
    }

    /** The tasks that wait here for a slot. */
    synchronized Set<String> waitingIds() {
        Set<String> ids = new HashSet<>();
        waiting.values().forEach(queue -> queue.forEach(wakeup -> ids.add(wakeup.taskId())));
        return ids;
    }

    synchronized int running(Lane lane) {
        return running.getOrDefault(lane, 0);
    }

    synchronized int waiting(Lane lane) {
        return of(lane).size();
    }

    private Deque<Wakeup> of(Lane lane) {
        return waiting.computeIfAbsent(lane, l -> new ArrayDeque<>());
    }
}
