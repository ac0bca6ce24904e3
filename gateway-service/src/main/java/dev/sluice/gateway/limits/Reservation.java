package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a call in flight holds. Grows while the answer does; settled once, further calls do nothing.
 *
 * <p>{@link #progress} is called on one event loop, {@link #settle} from anywhere.
 */
public final class Reservation {

    /** How many tokens ahead of the answer more is asked for. */
    private static final long AHEAD = 128;

    private static final long STEP = 256;

    /** How near to the reservation's end an answer goes that gets no more; others may give something back until then. */
    private static final long NEAR = 64;

    private final Holder holder;
    private final Demand demand;
    private final LimitHeaders headers;
    private final boolean grows;
    private final boolean degraded;
    private final AtomicBoolean settled = new AtomicBoolean();

    private long output;
    private long latest;
    private boolean asking;

    /**
     * Where the reservation is kept; whoever keeps it does so for good or hands it on.
     */
    interface Holder {

        Future<Boolean> topUp(long tokens, long nano);

        void settle(Actual actual);
    }

    Reservation(Holder holder, Demand demand, long output, LimitHeaders headers, boolean grows, boolean degraded) {
        this.holder = holder;
        this.demand = demand;
        this.output = output;
        this.headers = headers;
        this.grows = grows;
        this.degraded = degraded;
    }

    /** Whether it was granted from a local share, since the shared counters could not be asked. */
    public boolean isDegraded() {
        return degraded;
    }

    /** Whether longer answers take more. */
    public boolean grows() {
        return grows;
    }

    /** Writes where the caller stands into response headers, over whatever an upstream said of its own limits. */
    public void describe(MultiMap response) {
        headers.write(response);
    }

    /**
     * The answer has grown. Asks for more in time before the reservation is used up.
     *
     * @param outputTokens tokens of the answer so far, estimated
     * @param exhausted runs when there is no more to be had: the answer has to end
     */
    public void progress(long outputTokens, Runnable exhausted) {
        latest = outputTokens;
        Long most = demand.maxOutput();
        boolean all = most != null && output >= most;
        if (!grows || all || asking || outputTokens + AHEAD < output || settled.get()) {
            return;
        }
        asking = true;
        long wanted = Math.max(output, outputTokens + AHEAD) + STEP;
        long target = most == null ? wanted : Math.min(wanted, most);
        holder.topUp(demand.promptTokens() + target, demand.nano(target)).onSuccess(granted -> {
            asking = false;
            if (granted) {
                output = target;
            } else if (latest + NEAR >= output && !settled.get()) {
                exhausted.run();
            }
        });
    }

    /**
     * The call is over.
     *
     * @param tokens that were used; 0 when nothing was sent, or a stored answer was served
     * @param nano what they cost in nano-USD
     */
    public void settle(long tokens, long nano) {
        settle(1, tokens, nano);
    }

    /** As {@link #settle}, for a call that no client made: it is paid for, and not counted as a request. */
    public void settleUncounted(long tokens, long nano) {
        settle(0, tokens, nano);
    }

    private void settle(int requests, long tokens, long nano) {
        if (settled.compareAndSet(false, true)) {
            holder.settle(new Actual(requests, tokens, nano));
        }
    }
}
