package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request of a {@link Flight} to one upstream: its deadlines, and the one way to end it without ending the flight. It
 * is won when the first thing worth showing is there; until then another attempt may take its place, from then on never.
 * Lives on the flight's event loop.
 */
public final class Attempt {

    /** Who made the attempt and wants to know how it fares. */
    public interface Watcher {

        /** The first thing worth showing is there; the client gets it now. Called at most once. */
        void won(Attempt attempt);

        /**
         * Whether another attempt will be made instead of showing this to the client. One that says so is made: the asker
         * has to fail with the same reason.
         */
        boolean yields(Attempt attempt, ApiError why);

        /** It was cut or fell silent after it was won. */
        void broke(Attempt attempt);
    }

    private static final long DRAIN_MILLIS = 500;

    private final Vertx vertx;
    private final Flight flight;
    private final Watcher watcher;
    private final Duration stall;
    private final long sentAt = System.nanoTime();
    private final List<Runnable> onAbort = new ArrayList<>(2);

    private long firstTimer;
    private long stallTimer = -1;
    private long lastChunkAt;
    private long waitedNanos = -1;
    private boolean held;
    private boolean won;
    private boolean dropped;
    private boolean over;
    private boolean draining;
    private @Nullable HttpClientRequest request;
    private @Nullable ApiError reason;

    Attempt(Vertx vertx, Flight flight, Watcher watcher, Duration firstToken, String setting, Duration stall) {
        this.vertx = vertx;
        this.flight = flight;
        this.watcher = watcher;
        this.stall = stall;
        this.firstTimer = vertx.setTimer(
                Math.max(1, firstToken.toMillis()),
                id -> abort(ApiError.upstreamTimeout(
                        "The upstream sent nothing within %s (%s).".formatted(Waits.text(firstToken), setting))));
    }

    /** The connection is there. */
    public void connected(HttpClientRequest made) {
        request = made;
        if (isAborted()) {
            made.reset();
        }
    }

    /** The first byte that counts is there, or the answer has none: from here on silence is a stall. */
    public void firstByte() {
        if (waitedNanos < 0) {
            waitedNanos = System.nanoTime() - sentAt;
            vertx.cancelTimer(firstTimer);
            flight.waitsNoMore();
        }
    }

    /** A chunk of the answer's body is there. */
    public void chunk() {
        lastChunkAt = System.nanoTime();
        if (stallTimer < 0 && waitedNanos >= 0 && !over) {
            watch(stall.toMillis());
        }
    }

    /** The first thing worth showing is there. */
    public void won() {
        if (!won && !over && !isAborted()) {
            won = true;
            firstByte();
            if (stallTimer < 0) {
                watch(stall.toMillis());
            }
            watcher.won(this);
        }
    }

    /** Whether something worth showing was there. */
    public boolean isWon() {
        return won;
    }

    /** Whether another attempt will be made if this one fails now for this reason; the caller then has to fail with it. */
    public boolean yields(ApiError why) {
        return !won && !isAborted() && watcher.yields(this, why);
    }

    /** The answer ended before it was complete, after it was won. */
    void broke() {
        if (!flight.isAborted()) {
            watcher.broke(this);
        }
    }

    /** Whether we do not read at the moment, since the client is slow; silence counts only while we do. */
    public void held(boolean now) {
        held = now;
        lastChunkAt = System.nanoTime();
    }

    private void watch(long millis) {
        stallTimer = vertx.setTimer(Math.max(1, millis), id -> {
            long silent = held ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastChunkAt);
            if (silent < stall.toMillis()) {
                watch(stall.toMillis() - silent);
                return;
            }
            abort(ApiError.upstreamTimeout(
                    "The upstream fell silent for %s in the middle of its answer (sluice.gateway.timeouts.stall)."
                            .formatted(Waits.text(stall))));
        });
    }

    private void abort(ApiError why) {
        if (reason == null && !over) {
            reason = why;
            stop();
        }
    }

    /** Nobody wants its answer any more: the request is reset if it still runs. */
    public void drop() {
        if (!over && !dropped) {
            dropped = true;
            stop();
            over();
        }
    }

    /** Its answer is not wanted, but the connection is: the body is read and thrown away, if it comes soon. */
    public void drain(HttpClientResponse unwanted) {
        draining = true;
        firstByte();
        unwanted.handler(bytes -> {});
        unwanted.endHandler(end -> drained());
        unwanted.exceptionHandler(broken -> drained());
        vertx.cancelTimer(stallTimer);
        stallTimer = vertx.setTimer(DRAIN_MILLIS, id -> drop());
        unwanted.resume();
    }

    private void drained() {
        draining = false;
        over();
    }

    void stop() {
        stopClocks();
        if (request != null) {
            request.reset();
        }
        List.copyOf(onAbort).forEach(Runnable::run);
    }

    private void stopClocks() {
        firstByte();
        vertx.cancelTimer(stallTimer);
    }

    /** It has ended by itself; its clocks stop. */
    public void over() {
        if (!over) {
            over = true;
            stopClocks();
            if (draining && request != null) {
                request.reset();
            }
            flight.ended(this);
        }
    }

    /** Runs when the attempt or its flight is ended early; at once if it was. */
    public void onAbort(Runnable action) {
        onAbort.add(action);
        if (isAborted()) {
            action.run();
        }
    }

    /** Whether the attempt or its flight was ended early. */
    public boolean isAborted() {
        return dropped || reason != null || flight.isAborted();
    }

    /** Whether the client left. */
    public boolean isClientGone() {
        return flight.isClientGone();
    }

    /** Why we ended it or its flight, if we did. */
    public @Nullable ApiError reason() {
        return reason == null ? flight.reason() : reason;
    }

    /** Nanoseconds from the request to the first byte that counts; until now if there was none. */
    public long waitedNanos() {
        return waitedNanos < 0 ? System.nanoTime() - sentAt : waitedNanos;
    }

    /** Milliseconds that are left for the whole call. */
    public long leftMillis() {
        return flight.leftMillis();
    }
}
