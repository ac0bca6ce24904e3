package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * What was polled and waits for a slot, and what runs. Between lanes {@link LaneScheduler} decides, between tenants
 * {@link FairQueue}. What a cap ({@link Caps}) holds back is parked: it costs nothing until something ends. What has
 * waited longer than its lane should ({@link #age}) counts one lane higher. Safe for use by many threads.
 */
final class LaneBuffers {

    private final LaneScheduler scheduler;
    private final Caps caps;
    private final int window;
    private final Map<Lane, FairQueue> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> running = new EnumMap<>(Lane.class);
    private final IdentityHashMap<Wakeup, Lane> runsIn = new IdentityHashMap<>();
    private final Map<String, Deque<Parked>> parkedByType = new HashMap<>();
    private final Map<Lane, Integer> parkedIn = new EnumMap<>(Lane.class);
    private final Set<String> parkedTenants = new HashSet<>();
    private final Acknowledgements acknowledgements = new Acknowledgements();

    private record Parked(Wakeup wakeup, Lane lane) {}

    /**
     * @param slots tasks that may run at the same time
     * @param window wake-ups of a lane that are held at most; fairness sees no further
     * @param caps what holds tasks back although a slot is free
     * @param weights the weights of tenants
     */
    LaneBuffers(int slots, int window, Caps caps, ToIntFunction<String> weights) {
        this.scheduler = new LaneScheduler(slots);
        this.window = window;
        this.caps = caps;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new FairQueue(weights));
        }
    }

    /** How long a lane's tasks should wait at most before they count one lane higher. */
    static Duration patience(Lane lane) {
        return switch (lane) {
            case CRITICAL -> Duration.ofDays(365);
            case HIGH -> Duration.ofSeconds(30);
            case NORMAL -> Duration.ofMinutes(5);
            case LOW -> Duration.ofMinutes(30);
            case BULK -> Duration.ofHours(2);
        };
    }

    private static Lane higher(Lane lane) {
        return switch (lane) {
            case CRITICAL, HIGH -> Lane.CRITICAL;
            case NORMAL -> Lane.HIGH;
            case LOW -> Lane.NORMAL;
            case BULK -> Lane.LOW;
        };
    }

    /** Whether a lane holds as much as it may; its partitions are paused until it does not. */
    synchronized boolean isFull(Lane lane) {
        return waiting(lane) >= window;
    }

    synchronized void polled(Wakeup wakeup) {
        acknowledgements.polled(wakeup.where(), wakeup.offset());
        of(wakeup.lane()).offer(wakeup);
    }

    /** Takes one in that is not to be committed. */
    synchronized void offered(Wakeup wakeup) {
        of(wakeup.lane()).offer(wakeup);
    }

    /** Something was polled that is no command; it counts as done. */
    synchronized void skipped(TopicPartition where, long offset) {
        acknowledgements.polled(where, offset);
        acknowledgements.done(where, offset);
    }

    /** The next one to start; it holds a slot until {@link #ended}. */
    synchronized Optional<Wakeup> next() {
        while (true) {
            Optional<Lane> lane = scheduler.next(one -> of(one).ready(), this::running);
            if (lane.isEmpty()) {
                return Optional.empty();
            }
            Optional<Wakeup> next = of(lane.get()).next().filter(wakeup -> mayStart(wakeup, lane.get()));
            if (next.isPresent()) {
                running.merge(lane.get(), 1, Integer::sum);
                runsIn.put(next.get(), lane.get());
                caps.started(next.get());
                return next;
            }
        }
    }

    /** Parks what a cap holds back. */
    private boolean mayStart(Wakeup wakeup, Lane lane) {
        if (caps.tenantIsFull(wakeup.tenant())) {
            of(lane).offerFirst(wakeup);
            waiting.values().forEach(queue -> queue.park(wakeup.tenant()));
            parkedTenants.add(wakeup.tenant());
            return false;
        }
        if (caps.typeIsFull(wakeup.type())) {
            parkedByType
                    .computeIfAbsent(wakeup.type(), type -> new ArrayDeque<>())
                    .addLast(new Parked(wakeup, lane));
            parkedIn.merge(lane, 1, Integer::sum);
            return false;
        }
        return true;
    }

    /** A task ended and gave its slot back; tells whether its lane has much room, so that polling it may go on. */
    synchronized boolean ended(Wakeup wakeup) {
        Lane lane = runsIn.remove(wakeup);
        if (lane != null) {
            running.merge(lane, -1, Integer::sum);
            caps.ended(wakeup);
            unparkTenant(wakeup.tenant());
            unparkOne(wakeup.type());
        }
        return waiting(wakeup.lane()) <= window / 2;
    }

    /** Looks again at all that is parked, since tasks end at other workers too, and at what has waited too long. */
    synchronized void age(Instant now) {
        Set.copyOf(parkedTenants).forEach(this::unparkTenant);
        for (String type : Set.copyOf(parkedByType.keySet())) {
            for (int free = caps.freeOfType(type); free > 0 && parkedByType.containsKey(type); free--) {
                unparkOne(type);
            }
        }
        for (Lane lane : Lane.values()) {
            of(lane).takeOlder(now.minus(patience(lane)), wakeup -> wakeup.lane() == lane)
                    .reversed()
                    .forEach(of(higher(lane))::offerFirst);
        }
    }

    private void unparkTenant(String tenant) {
        if (parkedTenants.contains(tenant) && !caps.tenantIsFull(tenant)) {
            parkedTenants.remove(tenant);
            waiting.values().forEach(queue -> queue.unpark(tenant));
        }
    }

    private void unparkOne(String type) {
        Deque<Parked> parked = parkedByType.get(type);
        if (parked != null && !caps.typeIsFull(type)) {
            Parked first = parked.removeFirst();
            parkedIn.merge(first.lane(), -1, Integer::sum);
            of(first.lane()).offerFirst(first.wakeup());
            if (parked.isEmpty()) {
                parkedByType.remove(type);
            }
        }
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
        parkedByType
                .values()
                .forEach(parked -> parked.removeIf(one -> {
                    boolean gone = partitions.contains(one.wakeup().where());
                    if (gone) {
                        parkedIn.merge(one.lane(), -1, Integer::sum);
                    }
                    return gone;
                }));
        parkedByType.values().removeIf(Deque::isEmpty);
    }

    /** The tasks that wait here for a slot. */
    synchronized Set<String> waitingIds() {
        Set<String> ids = new HashSet<>();
        waiting.values().forEach(queue -> queue.forEach(wakeup -> ids.add(wakeup.taskId())));
        parkedByType
                .values()
                .forEach(parked -> parked.forEach(one -> ids.add(one.wakeup().taskId())));
        return ids;
    }

    synchronized int running(Lane lane) {
        return running.getOrDefault(lane, 0);
    }

    synchronized int waiting(Lane lane) {
        return of(lane).size() + parkedIn.getOrDefault(lane, 0);
    }

    /** How many of those that wait in a lane a cap holds back. */
    synchronized int parked(Lane lane) {
        return waiting(lane) - of(lane).ready();
    }

    private FairQueue of(Lane lane) {
        return Objects.requireNonNull(waiting.get(lane));
    }
}
