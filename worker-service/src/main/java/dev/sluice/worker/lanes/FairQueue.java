package dev.sluice.worker.lanes;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The wake-ups of one lane in an order that is fair between tenants: deficit round robin (Shreedhar and Varghese, 1995)
 * with a task's estimated tokens as its cost and a quantum that grows with the tenant's weight, so that many small tasks
 * and few large ones get the same share. A tenant's own tasks stay in order. Tenants may be set aside ({@link #park}) and
 * cost nothing then. Not safe for use by several threads at once.
 */
final class FairQueue {

    /** Tokens a tenant of weight 1 may spend in a round. */
    static final long QUANTUM = 1_000;

    /** What the smallest task costs: it takes a slot too, so no tenant starts more than four of them in a row. */
    static final long LEAST = QUANTUM / 4;

    private static final class Flow {
        private final String tenant;
        private final Deque<Wakeup> waiting = new ArrayDeque<>();
        private long deficit;
        private boolean granted;
        private boolean parked;

        Flow(String tenant) {
            this.tenant = tenant;
        }
    }

    private final ToIntFunction<String> weights;
    private final Map<String, Flow> flows = new HashMap<>();
    private final Deque<Flow> round = new ArrayDeque<>();
    private int size;
    private int ready;

    /**
     * @param weights a tenant's weight, at least 1
     */
    FairQueue(ToIntFunction<String> weights) {
        this.weights = weights;
    }

    void offer(Wakeup wakeup) {
        flow(wakeup).waiting.addLast(wakeup);
    }

    /** Takes one in that is to come before its tenant's others. */
    void offerFirst(Wakeup wakeup) {
        flow(wakeup).waiting.addFirst(wakeup);
    }

    private Flow flow(Wakeup wakeup) {
        Flow flow = flows.computeIfAbsent(wakeup.tenant(), tenant -> {
            var fresh = new Flow(tenant);
            round.addLast(fresh);
            return fresh;
        });
        size++;
        ready += flow.parked ? 0 : 1;
        return flow;
    }

    /** The next one, taken out; empty when none is ready. */
    Optional<Wakeup> next() {
        while (!round.isEmpty()) {
            // A whole round in which nobody could pay is over at once: everybody gets what the first to pay still
            // needs.
            int visits = round.size();
            for (int i = 0; i < visits; i++) {
                Flow flow = round.getFirst();
                if (!flow.granted) {
                    flow.granted = true;
                    flow.deficit += quantum(flow);
                }
                if (cost(flow) <= flow.deficit) {
                    return Optional.of(take(flow));
                }
                flow.granted = false;
                round.addLast(round.removeFirst());
            }
            skipRounds();
        }
        return Optional.empty();
    }

    private Wakeup take(Flow flow) {
        Wakeup wakeup = flow.waiting.removeFirst();
        flow.deficit -= wakeup.cost();
        size--;
        ready--;
        dropIfEmpty(flow);
        return wakeup;
    }

    private void skipRounds() {
        long rounds = round.stream()
                .mapToLong(flow -> Math.ceilDiv(cost(flow) - flow.deficit, quantum(flow)) - 1)
                .min()
                .orElse(0);
        round.forEach(flow -> flow.deficit += Math.max(0, rounds) * quantum(flow));
    }

    private long quantum(Flow flow) {
        return QUANTUM * Math.max(1, weights.applyAsInt(flow.tenant));
    }

    private static long cost(Flow flow) {
        return flow.waiting.getFirst().cost();
    }

    private void dropIfEmpty(Flow flow) {
        if (flow.waiting.isEmpty()) {
            flows.remove(flow.tenant);
            round.remove(flow);
        }
    }

    /** Sets a tenant aside: none of its tasks is ready until {@link #unpark}. */
    void park(String tenant) {
        Flow flow = flows.get(tenant);
        if (flow != null && !flow.parked) {
            flow.parked = true;
            flow.granted = false;
            ready -= flow.waiting.size();
            round.remove(flow);
        }
    }

    /** Lets a tenant take part again. */
    void unpark(String tenant) {
        Flow flow = flows.get(tenant);
        if (flow != null && flow.parked) {
            flow.parked = false;
            ready += flow.waiting.size();
            round.addLast(flow);
        }
    }

    /** Takes the oldest ones of each tenant out that wait since before a time. */
    List<Wakeup> takeOlder(Instant than, Predicate<Wakeup> which) {
        List<Wakeup> old = new ArrayList<>();
        for (Flow flow : List.copyOf(flows.values())) {
            Wakeup head = flow.waiting.peekFirst();
            while (head != null && which.test(head) && head.since().isBefore(than)) {
                old.add(flow.waiting.removeFirst());
                size--;
                ready -= flow.parked ? 0 : 1;
                head = flow.waiting.peekFirst();
            }
            dropIfEmpty(flow);
        }
        return old;
    }

    /** Takes out what matches. */
    void removeIf(Predicate<Wakeup> which) {
        for (Flow flow : List.copyOf(flows.values())) {
            int before = flow.waiting.size();
            flow.waiting.removeIf(which);
            int gone = before - flow.waiting.size();
            size -= gone;
            ready -= flow.parked ? 0 : gone;
            dropIfEmpty(flow);
        }
    }

    void forEach(Consumer<Wakeup> action) {
        flows.values().forEach(flow -> flow.waiting.forEach(action));
    }

    /** How many wait, those of parked tenants too. */
    int size() {
        return size;
    }

    /** How many wait and belong to no parked tenant. */
    int ready() {
        return ready;
    }
}
