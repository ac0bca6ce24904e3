package dev.sluice.kit.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How far a topic has been folded, and who waits for it to be folded further; from any thread. */
final class Barriers {

    private record Barrier(Map<Integer, Long> ends, CompletableFuture<Void> reached) {
        boolean isReached(Map<Integer, Long> positions) {
            return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }

    private final List<Barrier> open = new ArrayList<>();
    private final Map<Integer, Long> positions = new HashMap<>();

    /**
     * Completes the future once these positions are reached; at once if they are already.
     *
     * @param ends by partition, the first offset that does not matter any more
     */
    synchronized void add(Map<Integer, Long> ends, CompletableFuture<Void> reached) {
        var barrier = new Barrier(ends, reached);
        if (barrier.isReached(positions)) {
            reached.complete(null);
        } else {
            open.add(barrier);
        }
    }

    /** All before these positions has been folded; who gave up waiting is forgotten, too. */
    synchronized void reach(Map<Integer, Long> now) {
        positions.putAll(now);
        open.removeIf(barrier -> {
            if (barrier.isReached(positions)) {
                barrier.reached().complete(null);
            }
            return barrier.reached().isDone();
        });
    }
}
