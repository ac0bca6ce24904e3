package dev.sluice.gateway.ingress;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.errors.ApiError;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of requests under way may take together. A body for which there is no room is not read: its
 * sender waits for a while, at no cost of ours, and is then told to come back.
 */
@Singleton
public final class BodyRoom {

    private static final int MOST_WAITING = 10_000;
    private static final int RETRY_SECONDS = 2;

    /** Beyond it bodies are a crowd, after which memory is worth giving back to the system. */
    private static final long CROWD = 64L * 1024 * 1024;

    private static final long CALM_MILLIS = 5_000;

    private final Vertx vertx;
    private final long most;
    private final Duration patience;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean crowded = new AtomicBoolean();
    private final AtomicInteger queued = new AtomicInteger();
    private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

    /** Somebody who waits; told on his own event loop. */
    private record Waiter(long bytes, Context context, Promise<Void> let) {}

    @Inject
    BodyRoom(Vertx vertx, GatewayConfig config) {
        this(
                vertx,
                config.limits()
                        .bodies()
                        .map(MemorySize::asLongValue)
                        .orElse(Runtime.getRuntime().maxMemory() / 2),
                config.limits().bodiesPatience());
    }

    BodyRoom(Vertx vertx, long most, Duration patience) {
        this.vertx = vertx;
        this.most = most;
        this.patience = patience;
    }

    /** Takes room if there is some. */
    public boolean tryTake(long bytes) {
        long now = taken.get();
        while (now == 0 || now + bytes <= most) {
            if (taken.compareAndSet(now, now + bytes)) {
                if (now + bytes > CROWD) {
                    crowded.set(true);
                }
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** Takes room, waiting for it if need be; fails with a 503 {@link ApiError} when there is none in time. */
    Future<Void> take(long bytes) {
        if (waiting.isEmpty() && tryTake(bytes)) {
            return Future.succeededFuture();
        }
        if (queued.incrementAndGet() > MOST_WAITING) {
            queued.decrementAndGet();
            return Future.failedFuture(noRoom());
        }
        var waiter = new Waiter(bytes, vertx.getOrCreateContext(), Promise.promise());
        waiting.add(waiter);
        long timer = vertx.setTimer(Math.max(1, patience.toMillis()), id -> {
            if (waiting.remove(waiter)) {
                queued.decrementAndGet();
                waiter.let.fail(noRoom());
            }
        });
        letIn();
        return waiter.let.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Gives room back. */
    public void give(long bytes) {
        if (bytes > 0) {
            long left = taken.addAndGet(-bytes);
            if (!waiting.isEmpty()) {
                letIn();
            } else if (left < CROWD / 2 && crowded.compareAndSet(true, false)) {
                vertx.setTimer(CALM_MILLIS, id -> giveBackToSystem());
            }
        }
    }

    private void letIn() {
        for (Waiter next = waiting.peek(); next != null && tryTake(next.bytes); next = waiting.peek()) {
            if (waiting.remove(next)) {
                queued.decrementAndGet();
                Promise<Void> let = next.let;
                next.context.runOnContext(go -> let.complete());
            } else {
                taken.addAndGet(-next.bytes);
            }
        }
    }

    /** A JVM gives memory back at a full collection only, which a gateway at rest would not see for hours. */
    private void giveBackToSystem() {
        if (taken.get() < CROWD / 2) {
            Thread.ofVirtual().start(System::gc);
        } else {
            crowded.set(true);
        }
    }

    /** Bytes taken now. */
    public long taken() {
        return taken.get();
    }

    /** 503: somebody else's bodies take the room. */
    public static ApiError noRoom() {
        return ApiError.unavailable(
                "no_room_for_body",
                "The bodies of requests under way take all the memory they may (sluice.gateway.limits.bodies). Try again soon.",
                RETRY_SECONDS);
    }
}
