package dev.sluice.analytics.upkeep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that does the same from time to time until it is stopped; a turn under way is finished. */
public final class Routine {

    private static final Duration STOP = Duration.ofSeconds(8);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private Routine(String name, Duration every, Runnable turn) {
        thread = Thread.ofPlatform().name(name).daemon().start(() -> run(every, turn));
    }

    /**
     * Starts one.
     *
     * @param every from the end of a turn to the next; the first comes after as long
     * @param turn what is done; throws nothing
     */
    public static Routine start(String name, Duration every, Runnable turn) {
        return new Routine(name, every, turn);
    }

    private void run(Duration every, Runnable turn) {
        try {
            while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                turn.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No turn begins any more; waits eight seconds at most for the one that is under way. */
    public void stop() throws InterruptedException {
        stop.countDown();
        thread.join(STOP);
    }
}
