package dev.sluice.gateway.wire;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The answers of this replica that are finished although nobody listens: not too many, none for too long. */
final class Detached {

    private final Vertx vertx;
    private final StreamingConfig.Detached bounds;
    private final AtomicInteger running = new AtomicInteger();

    Detached(Vertx vertx, StreamingConfig.Detached bounds) {
        this.vertx = vertx;
        this.bounds = bounds;
    }

    /**
     * Leave for one more to go on.
     *
     * @param giveUp runs when it takes too long
     * @return null when there are too many
     */
    @Nullable
    Leave take(Runnable giveUp) {
        if (running.incrementAndGet() > bounds.most()) {
            running.decrementAndGet();
            return null;
        }
        return new Leave(giveUp);
    }

    /** Leave for one that others listen to: it ends as a call with a client does. */
    Leave forOthers() {
        running.incrementAndGet();
        return new Leave();
    }

    int running() {
        return running.get();
    }

    /** The leave of one answer; lives on its event loop. */
    final class Leave {

        private final long timer;
        private boolean over;

        private Leave() {
            this.timer = -1;
        }

        private Leave(Runnable giveUp) {
            this.timer = vertx.setTimer(Math.max(1, bounds.time().toMillis()), id -> {
                over();
                giveUp.run();
            });
        }

        /** It is finished. */
        void over() {
            if (!over) {
                over = true;
                if (timer >= 0) {
                    vertx.cancelTimer(timer);
                }
                running.decrementAndGet();
            }
        }
    }
}
