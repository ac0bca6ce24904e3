package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.kit.ids.Ids;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call to upstreams, from the first try to the last byte: its deadline, its {@link Attempt}s, and the one way to end
 * them all. Lives on one event loop.
 */
public final class Flight {

    private final Vertx vertx;
    private final long startedAt = System.nanoTime();
    private final List<Attempt> live = new ArrayList<>(2);

    private Duration stall;
    private Duration total;
    private long totalTimer;
    private @Nullable List<Runnable> onAbort;
    private @Nullable String id;
    private @Nullable ApiError reason;
    private boolean gone;
    private boolean over;

    private int attempts;
    private int waiting;
    private long waitingSince;
    private long waitedNanos;

    /**
     * Starts the clock of the whole call.
     *
     * @param total for the whole call
     * @param stall the longest silence in the middle of an answer
     */
    public Flight(Vertx vertx, Duration total, Duration stall) {
        this.vertx = vertx;
        this.stall = stall;
        this.total = total;
        this.totalTimer = watch(total, "sluice.gateway.timeouts.total");
    }

    private long watch(Duration left, String whose) {
        return vertx.setTimer(
                Math.max(1, left.toMillis()),
                id -> abort(ApiError.upstreamTimeout(
                        "The upstream did not finish within %s (%s).".formatted(Waits.text(total), whose))));
    }

    /**
     * Shortens the time for the whole call, counted from the beginning. A longer time than there is is ignored.
     *
     * @param whose who says so, for the error
     */
    public void within(Duration wish, String whose) {
        if (wish.compareTo(total) < 0 && !over) {
            total = wish;
            vertx.cancelTimer(totalTimer);
            totalTimer = watch(wish.minusNanos(System.nanoTime() - startedAt), whose);
        }
    }

    /** Attempts from now on may be silent in the middle for so long. */
    public void stall(Duration longest) {
        stall = longest;
    }

    /** Milliseconds that are left; not below 0. */
    public long leftMillis() {
        return Math.max(0, total.minusNanos(System.nanoTime() - startedAt).toMillis());
    }

    /** Names this call and no other; for upstreams that tell retries from new requests. */
    public String id() {
        String known = id;
        if (known == null) {
            known = Ids.next();
            id = known;
        }
        return known;
    }

    /** Runs when the call is ended early while no attempt is on its way; at once if it was. */
    public void onAbort(Runnable action) {
        if (isAborted()) {
            action.run();
            return;
        }
        if (onAbort == null) {
            onAbort = new ArrayList<>(2);
        }
        onAbort.add(action);
    }

    /**
     * A request goes out.
     *
     * @param firstToken how long until the first byte that counts
     * @param setting the name of the setting that says so
     * @param watcher is told how it fares
     */
    public Attempt attempt(Duration firstToken, String setting, Attempt.Watcher watcher) {
        attempts++;
        if (waiting++ == 0) {
            waitingSince = System.nanoTime();
        }
        Attempt attempt = new Attempt(vertx, this, watcher, firstToken, setting, stall);
        live.add(attempt);
        return attempt;
    }

    void waitsNoMore() {
        if (--waiting == 0) {
            waitedNanos += System.nanoTime() - waitingSince;
        }
    }

    void ended(Attempt attempt) {
        live.remove(attempt);
    }

    /** Ends the call for a reason the client gets to read if it has read nothing yet. */
    public void abort(ApiError why) {
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
        List.copyOf(live).forEach(Attempt::stop);
        if (onAbort != null) {
            onAbort.forEach(Runnable::run);
        }
    }

    /** All is done; the clocks stop. */
    public void over() {
        over = true;
        List.copyOf(live).forEach(Attempt::over);
        vertx.cancelTimer(totalTimer);
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
        return waiting > 0 ? waitedNanos + System.nanoTime() - waitingSince : waitedNanos;
    }
}
