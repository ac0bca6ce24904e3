package dev.sluice.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Moves bytes one way through the toxics. Holds at most about 256 KiB, then stops reading. On one event loop only. */
final class Pump {

    private static final int MOST_PENDING = 256 * 1024;
    private static final long NO_TIMER = -1;

    private record Piece(Buffer data, long arrivedNanos, double luck) {}

    private final Vertx vertx;
    private final NetSocket from;
    private final NetSocket to;
    private final Supplier<Toxics> toxics;
    private final AtomicLong total;
    private final Runnable closeLink;
    private final Deque<Piece> queue = new ArrayDeque<>();
    private int offset;
    private int pending;
    private long passed;
    private long freeAtNanos = System.nanoTime();
    private long timer = NO_TIMER;
    private boolean paused;
    private boolean ended;
    private long endedNanos;
    private boolean over;

    Pump(Vertx vertx, NetSocket from, NetSocket to, Supplier<Toxics> toxics, AtomicLong total, Runnable closeLink) {
        this.vertx = vertx;
        this.from = from;
        this.to = to;
        this.toxics = toxics;
        this.total = total;
        this.closeLink = closeLink;
    }

    void start() {
        from.handler(this::offer);
        from.endHandler(end -> {
            ended = true;
            endedNanos = System.nanoTime();
            advance();
        });
        from.exceptionHandler(broken -> {
            // The end handler follows.
        });
    }

    /** The toxics are others now. */
    void changed() {
        passed = 0;
        freeAtNanos = System.nanoTime();
        advance();
    }

    /** Nobody takes the bytes any more; read on only to notice the end. */
    void sinkGone() {
        over = true;
        queue.clear();
        stopTimer();
        from.resume();
    }

    private void offer(Buffer data) {
        if (over) {
            return;
        }
        queue.add(new Piece(data, System.nanoTime(), ThreadLocalRandom.current().nextDouble(-1, 1)));
        pending += data.length();
        if (pending > MOST_PENDING && !paused) {
            paused = true;
            from.pause();
        }
        advance();
    }

    private void advance() {
        stopTimer();
        while (!over) {
            Toxics now = toxics.get();
            if (now.blackhole()) {
                return;
            }
            Piece head = queue.peek();
            if (head == null && !ended) {
                return;
            }
            long due = head == null
                    ? endedNanos + now.closeDelay()
                    : Math.max(head.arrivedNanos() + now.latency(head.luck()), freeAtNanos);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)), fired -> {
                    timer = NO_TIMER;
                    advance();
                });
                return;
            }
            if (head == null) {
                over = true;
                to.close();
                return;
            }
            if (to.writeQueueFull()) {
                to.drainHandler(drained -> advance());
                return;
            }
            write(head, now);
        }
    }

    private void write(Piece head, Toxics now) {
        int length = (int)
                Math.min(now.limit() - passed, Math.min(now.most(), head.data().length() - offset));
        Buffer part = head.data().getBuffer(offset, offset + length);
        offset += length;
        pending -= length;
        passed += length;
        total.addAndGet(length);
        if (offset == head.data().length()) {
            queue.remove();
            offset = 0;
        }
        freeAtNanos = System.nanoTime() + now.restAfter(length);
        var written = to.write(part);
        if (passed >= now.limit()) {
            over = true;
            written.onComplete(done -> closeLink.run());
        } else if (paused && pending < MOST_PENDING / 2) {
            paused = false;
            from.resume();
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
