package dev.sluice.gateway.control;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How far this replica has read the control topic, for writers that wait until their change is in force here. */
@Singleton
class Progress {

    private final Map<Integer, Long> next = new HashMap<>();

    /** Everything below the position is in force. */
    synchronized void reached(int partition, long position) {
        next.put(partition, position);
        notifyAll();
    }

    /** Waits until a record is in force; false if it was not in time. Blocks. */
    synchronized boolean await(int partition, long offset, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (next.getOrDefault(partition, 0L) <= offset) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
