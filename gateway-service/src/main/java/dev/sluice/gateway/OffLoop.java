package dev.sluice.gateway;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Runs what blocks or takes long on a virtual thread, and comes back to the event loop with its result. */
public final class OffLoop {

    private OffLoop() {}

    /** The result of the work, on the event loop that this was called on. */
    public static <T> Future<T> call(Callable<T> work) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        Promise<T> done = Promise.promise();
        Thread.ofVirtual().start(() -> {
            try {
                T result = work.call();
                context.runOnContext(ignored -> done.complete(result));
            } catch (Exception e) {
                context.runOnContext(ignored -> done.fail(e));
            }
        });
        return done.future();
    }
}
