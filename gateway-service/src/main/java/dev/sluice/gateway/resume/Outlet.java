package dev.sluice.gateway.resume;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one stream to Redis, in batches, one at a time, and never keeps the stream waiting. When Redis is away it
 * tries again until too much waits; a stream with a hole is taken out of Redis, so that nobody takes it for whole.
 */
final class Outlet {

    private static final long GATHER_MILLIS = 50;
    private static final long AGAIN_MILLIS = 500;
    private static final int MOST_EVENTS = 256;
    private static final long MOST_BYTES = 256 * 1024;

    /** Attempts to take a broken stream out of Redis: two minutes; then time does. */
    private static final int MOST_ATTEMPTS = 240;

    private final Vertx vertx;
    private final SharedStreams shared;
    private final String tenant;
    private final String id;
    private final AtomicLong waiting;
    private final long mostWaiting;

    private final Deque<Batch.Event> queue = new ArrayDeque<>();
    private @Nullable Batch sending;
    private long held;
    private long firstKept = 1;
    private long end;
    private boolean begun;
    private boolean broken;
    private boolean busy;
    private boolean over;
    private int attempts;
    private final Promise<Void> done = Promise.promise();

    Outlet(Vertx vertx, SharedStreams shared, String tenant, String id, AtomicLong waiting, long mostWaiting) {
        this.vertx = vertx;
        this.shared = shared;
        this.tenant = tenant;
        this.id = id;
        this.waiting = waiting;
        this.mostWaiting = mostWaiting;
    }

    /** One more event. */
    synchronized void add(long number, Buffer event, long kept) {
        if (broken || over) {
            return;
        }
        firstKept = kept;
        held += event.length();
        if (waiting.addAndGet(event.length()) > mostWaiting) {
            discard();
            return;
        }
        queue.addLast(new Batch.Event(number, event));
        soon(GATHER_MILLIS);
    }

    /** Nothing follows; this is the number after the last event. */
    synchronized void end(long number) {
        end = number;
        soon(1);
    }

    /** When all has been sent, or when nothing will be. */
    Future<Void> over() {
        return done.future();
    }

    /** It is not to be found any more. */
    synchronized void discard() {
        broken = true;
        release(held);
        queue.clear();
        soon(1);
    }

    private void release(long bytes) {
        held -= bytes;
        waiting.addAndGet(-bytes);
    }

    private void soon(long millis) {
        if (!busy && !over) {
            busy = true;
            vertx.setTimer(millis, timer -> send());
        }
    }

    private synchronized void send() {
        if (broken) {
            shared.forget(tenant, id).onComplete(told -> forgotten(told.succeeded()));
            return;
        }
        Batch batch = sending == null ? next() : sending;
        sending = batch;
        shared.append(tenant, id, batch).onComplete(told -> sent(batch, told.succeeded() ? told.result() : null));
    }

    private Batch next() {
        List<Batch.Event> events = new ArrayList<>();
        long bytes = 0;
        while (!queue.isEmpty() && events.size() < MOST_EVENTS && bytes < MOST_BYTES) {
            Batch.Event event = queue.removeFirst();
            events.add(event);
            bytes += event.bytes().length();
        }
        boolean ends = end > 0 && queue.isEmpty();
        long last = ends ? end : events.getLast().number();
        return new Batch(events, last, Math.min(firstKept, last), !begun, ends);
    }

    /** What became of a batch; null when Redis is away. */
    private synchronized void sent(Batch batch, @Nullable Boolean kept) {
        busy = false;
        if (broken) {
            soon(1);
        } else if (kept == null) {
            soon(AGAIN_MILLIS);
        } else if (!kept) {
            discard();
        } else {
            begun = true;
            sending = null;
            release(batch.events().stream()
                    .mapToLong(event -> event.bytes().length())
                    .sum());
            over = batch.ends();
            if (over) {
                done.tryComplete();
            }
            if (!queue.isEmpty() || end > 0) {
                soon(queue.isEmpty() ? 1 : GATHER_MILLIS);
            }
        }
    }

    private synchronized void forgotten(boolean gone) {
        busy = false;
        over = gone || ++attempts >= MOST_ATTEMPTS;
        if (over) {
            done.tryComplete();
        }
        soon(AGAIN_MILLIS);
    }
}
