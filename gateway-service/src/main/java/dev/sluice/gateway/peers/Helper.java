package dev.sluice.gateway.peers;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a service that is wished for but not needed. Nobody waits for it longer than the deadline. A late answer is not
 * cut off: it may be of use to the next one who asks, and it shows that the service lives, so that it is tried again
 * soon rather than after the whole pause.
 */
public final class Helper {

    /** How long a call that nobody waits for any more may go on. */
    public static final Duration AT_MOST = Duration.ofSeconds(2);

    private static final int FAILURES_TO_OPEN = 3;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_WHEN_LATE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Duration deadline;
    private final Breaker breaker = new Breaker(FAILURES_TO_OPEN, PAUSE, PAUSE_WHEN_LATE, System::nanoTime);

    /**
     * A helper that is believed to be well.
     *
     * @param deadline how long one waits for it
     */
    public Helper(Vertx vertx, Duration deadline) {
        this.vertx = vertx;
        this.deadline = deadline;
    }

    /**
     * Asks it.
     *
     * @param call the call, which ends by itself after {@link #AT_MOST}
     * @param instead what is done without its answer
     * @param late told an answer that came too late
     * @return never fails
     */
    public <T> Future<T> ask(Supplier<Future<T>> call, Supplier<T> instead, Consumer<T> late) {
        return ask(deadline, call, instead, late);
    }

    /**
     * Asks it with another deadline than usual.
     *
     * @param within how long one waits for it this time
     */
    public <T> Future<T> ask(Duration within, Supplier<Future<T>> call, Supplier<T> instead, Consumer<T> late) {
        if (!breaker.allows()) {
            return Future.succeededFuture(instead.get());
        }
        Promise<T> answer = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, within.toMillis()), id -> {
            if (answer.tryComplete(instead.get())) {
                breaker.failed();
            }
        });
        call.get().onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.failed()) {
                if (answer.tryComplete(instead.get())) {
                    breaker.failed();
                }
            } else if (answer.tryComplete(done.result())) {
                breaker.succeeded();
            } else {
                breaker.late();
                late.accept(done.result());
            }
        });
        return answer.future();
    }

    /** Whether it is being spared since it failed. */
    public boolean isSpared() {
        return breaker.isOpen();
    }
}
