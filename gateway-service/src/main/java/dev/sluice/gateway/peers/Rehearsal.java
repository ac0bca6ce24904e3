package dev.sluice.gateway.peers;

import dev.sluice.contracts.identity.Caller;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The first calls to a helper, made before anybody waits for one: a connection is opened, and code on both sides is
 * loaded and compiled, until a call is answered within the deadline that requests have. Without it the first users of a
 * fresh process would be served without the helper. It ends for good after {@link #MOST} calls.
 */
public final class Rehearsal {

    /** Whose calls these are: no credential can have this tenant, since names begin with a letter or digit. */
    public static final Caller NOBODY = new Caller("_rehearsal", null, null, Set.of());

    /** Calls at most. */
    public static final int MOST = 240;

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Vertx vertx;
    private final Duration deadline;
    private final Supplier<? extends Future<?>> call;
    private final Duration pause;
    private final LongSupplier nanoTime;

    /**
     * Not begun yet.
     *
     * @param pause from one call to the next
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    Rehearsal(
            Vertx vertx, Duration deadline, Duration pause, Supplier<? extends Future<?>> call, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.deadline = deadline;
        this.pause = pause;
        this.call = call;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins, in the background, and tells the log how it ended.
     *
     * @param helper its name, for the log
     * @param deadline how soon an answer has to come
     * @param call one call that touches nobody's data; ends by itself
     */
    public static void of(String helper, Vertx vertx, Duration deadline, Supplier<? extends Future<?>> call) {
        new Rehearsal(vertx, deadline, PAUSE, call, System::nanoTime)
                .start()
                .onSuccess(calls -> Log.infof("%s is warm; calls it took: %d", helper, calls))
                .onFailure(never -> Log.debugf("%s is still cold: %s", helper, never.getMessage()));
    }

    /** Begins; the future tells the number of calls it took, or fails after the last one. */
    Future<Integer> start() {
        return once(1);
    }

    private Future<Integer> once(int number) {
        long start = nanoTime.getAsLong();
        return call.get().transform(done -> {
            boolean inTime = nanoTime.getAsLong() - start <= deadline.toNanos();
            if (done.succeeded() && inTime) {
                return Future.succeededFuture(number);
            }
            if (number == MOST) {
                return Future.failedFuture("not answered within " + deadline + " in " + number + " calls");
            }
            return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).compose(later -> once(number + 1));
        });
    }
}
