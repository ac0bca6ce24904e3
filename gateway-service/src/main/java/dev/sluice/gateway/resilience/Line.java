package dev.sluice.gateway.resilience;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Calls that wait for a place at one deployment: bounded, first come first served. */
final class Line {

    private final Deque<Runnable> waiting = new ArrayDeque<>(4);

    /** Stands in line; false if it is too long already. */
    synchronized boolean join(Runnable wakeUp, int longest) {
        return waiting.size() < longest && waiting.add(wakeUp);
    }

    /** Leaves the line; false if it was called already. */
    synchronized boolean leave(Runnable wakeUp) {
        return !waiting.isEmpty() && waiting.remove(wakeUp);
    }

    /** A place is free: the next one may try. */
    void next() {
        Runnable first = poll();
        if (first != null) {
            first.run();
        }
    }

    private synchronized @Nullable Runnable poll() {
        return waiting.poll();
    }
}
