package dev.sluice.gateway.wire;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Beats when nothing was said for a while. Lives on one event loop. */
final class Pulse {

    private final Vertx vertx;
    private final long everyNanos;
    private final Runnable beat;
    private long dueAt;
    private long timer = -1;
    private boolean stopped;

    /**
     * Not beating yet.
     *
     * @param every the longest silence
     */
    Pulse(Vertx vertx, Duration every, Runnable beat) {
        this.vertx = vertx;
        this.everyNanos = every.toNanos();
        this.beat = beat;
    }

    /** Beats after the first wait, and from then on whenever it was silent for too long. */
    void start(Duration first) {
        dueAt = System.nanoTime() + first.toNanos();
        sleep();
    }

    /** Something was said, so the next beat is not due before a whole silence. */
    void said() {
        dueAt = System.nanoTime() + everyNanos;
    }

    /** For good. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void sleep() {
        long millis = (dueAt - System.nanoTime() + 999_999) / 1_000_000;
        timer = vertx.setTimer(Math.max(1, millis), id -> wake());
    }

    private void wake() {
        if (System.nanoTime() - dueAt >= 0) {
            beat.run();
            said();
        }
        if (!stopped) {
            sleep();
        }
    }
}
