package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call to upstreams, from the first try to the last byte: its deadlines, and the one way to end it early. Lives on
 * one event loop.
 */
public final class Flight {

    private final Vertx vertx;
    private final Duration stall;
    private final long totalTimer;
    private final List<Runnable> onAbort = new ArrayList<>(2);

    private long firstTimer = -1;
    private long stallTimer = -1;
    private long lastChunkAt;
    private boolean held;
    private @Nullable HttpClientRequest request;
    private @Nullable ApiError reason;
    private boolean gone;
    private boolean over;

    private int attempts;
    private long sentAt;
    private long waitedNanos;
    private boolean waiting;

    /**
     * Starts the clock of the whole call.
     *
     * @param total for the whole call
     * @param stall the longest silence in the middle of an answer
     */
    public Flight(Vertx vertx, Duration total, Duration stall) {
        this.vertx = vertx;
        this.stall = stall;
        this.totalTimer = vertx.setTimer(
                total.toMillis(),
                id -> abort(ApiError.upstreamTimeout(
                        "The upstream did not finish within %s (sluice.gateway.timeouts.total)."
                                .formatted(Waits.text(total)))));
    }

    /** A request goes out; the previous one, if any, has failed. */
    public void attempt(Duration firstToken) {
        attempts++;
        sentAt = System.nanoTime();
        waiting = true;
        vertx.cancelTimer(firstTimer);
        firstTimer = vertx.setTimer(
                Math.max(1, firstToken.toMillis()),
                id -> abort(ApiError.upstreamTimeout(
                        "The upstream sent nothing within %s (sluice.gateway.timeouts.first-token)."
                                .formatted(Waits.text(firstToken)))));
    }

    /** The connection of the current try is there. */
    public void connected(HttpClientRequest made) {
        request = made;
        if (isAborted()) {
            made.reset();
        }
    }

    /** The first byte of the answer's body is there, or the answer has none. */
    public void firstByte() {
        if (waiting) {
            waiting = false;
            waitedNanos += System.nanoTime() - sentAt;
            vertx.cancelTimer(firstTimer);
        }
    }

    /** A chunk of the answer's body is there. */
    public void chunk() {
        lastChunkAt = System.nanoTime();
        if (stallTimer < 0) {
            firstByte();
            watch(stall.toMillis());
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

    /** The current try has failed. */
    public void failed() {
        firstByte();
    }

    /** Ends the call for a reason the client gets to read if it has read nothing yet. */
    void abort(ApiError why) {
        if (reason == null && !over) {
            reason = why;
            stop();
        }
    }

    /** Ends the call since nobody waits for it any more. */
    public void clientGone() {
        if (!gone && !over) {
            gone = true;
            stop();
        }
    }

    private void stop() {
        firstByte();
        vertx.cancelTimer(stallTimer);
        if (request != null) {
            request.reset();
        }
        List.copyOf(onAbort).forEach(Runnable::run);
    }

    /** All is done; the clocks stop. */
    public void over() {
        over = true;
        firstByte();
        vertx.cancelTimer(stallTimer);
        vertx.cancelTimer(totalTimer);
    }

    /** Runs when the call is ended early. */
    public void onAbort(Runnable action) {
        onAbort.add(action);
        if (isAborted()) {
            action.run();
        }
    }

    /** Whether the call was ended early. */
    public boolean isAborted() {
        return gone || reason != null;
    }

    /** Whether the client left. */
    public boolean isClientGone() {
        return gone;
    }

    /** Why we ended it, if we did. */
    public @Nullable ApiError reason() {
        return reason;
    }

    /** How many requests went out. */
    public int attempts() {
        return attempts;
    }

    /** Time between requests and first bytes so far: the part that was the upstream's. */
    public long waitedNanos() {
        return waiting ? waitedNanos + System.nanoTime() - sentAt : waitedNanos;
    }
}
