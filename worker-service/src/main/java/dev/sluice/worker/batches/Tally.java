package dev.sluice.worker.batches;

import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** How far a batch is: which of its requests are done. The first outcome of a request counts. Safe for use by many threads. */
final class Tally {

    /**
     * A place on {@code sluice.batches.lines}.
     *
     * @param partition all outcomes of a batch are in one
     * @param offset of the first of them
     */
    record Place(int partition, long offset) {}

    private final BitSet done = new BitSet();
    private int completed;
    private int failed;
    private Usage usage = Usage.NONE;
    private @Nullable Place first;
    private Instant touched = Instant.EPOCH;

    /** Takes an outcome in; false when the request was done already. */
    synchronized boolean add(Line.Head head, int partition, long offset, Instant at) {
        if (first == null || offset < first.offset()) {
            first = new Place(partition, offset);
        }
        touched = at;
        if (done.get(head.number())) {
            return false;
        }
        done.set(head.number());
        if (head.ok()) {
            completed++;
        } else {
            failed++;
        }
        usage = usage.plus(head.usage());
        return true;
    }

    synchronized boolean isDone(int number) {
        return done.get(number);
    }

    /** Whether all requests from one number to before another are done. */
    synchronized boolean isDone(int from, int to) {
        return done.nextClearBit(from) >= to;
    }

    synchronized int completed() {
        return completed;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized Usage usage() {
        return usage;
    }

    /** Where its outcomes begin; null while there is none. */
    synchronized @Nullable Place first() {
        return first;
    }

    /** When the last outcome came, by its writer's clock. */
    synchronized Instant touched() {
        return touched;
    }
}
