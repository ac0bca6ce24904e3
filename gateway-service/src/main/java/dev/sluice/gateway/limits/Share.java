package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This replica's share of everything while Redis is away: of soft limits their replica-th part, of hard budgets a slice
 * for a while, then nothing.
 */
final class Share {

    private final Clock clock;
    private final LocalStore store;
    private final Duration sliceFor;
    private final IntSupplier replicas;
    private final Slices slices;
    private final Owed owed;

    Share(Clock clock, Duration sliceFor, IntSupplier replicas, Slices slices, Owed owed) {
        this.clock = clock;
        this.store = new LocalStore(clock);
        this.sliceFor = sliceFor;
        this.replicas = replicas;
        this.slices = slices;
        this.owed = owed;
    }

    /**
     * Decides alone.
     *
     * @param since when Redis was last heard, in epoch milliseconds
     */
    Teller.Taken take(Claim claim, long since) {
        boolean sliced = isSliced(since);
        Claim mine = new Claim(
                claim.id(),
                claim.tenant(),
                claim.lines().stream().map(line -> mine(line, since, sliced)).toList());
        Verdict verdict = store.admit(mine).result();
        Line refusing = verdict instanceof Verdict.Denied denied ? mine.lines().get(denied.line()) : null;
        return new Teller.Taken(verdict, mine, new MovableHolder(holder(mine, claim)), mode(refusing));
    }

    private static Teller.Mode mode(@Nullable Line refusing) {
        return refusing != null && refusing.rule().hard() ? Teller.Mode.UNKNOWN : Teller.Mode.SHARE;
    }

    /** Whether hard budgets are still served from their slices. */
    boolean isSliced(long since) {
        return clock.millis() - since < sliceFor.toMillis();
    }

    private Line mine(Line line, long since, boolean sliced) {
        if (line.rule().hard()) {
            // A counter of its own for each outage: the slice is what may be spent in this one.
            return line.withKey(line.key() + "@" + since).withLimit(sliced ? slices.of(line) : 0);
        }
        long part = Math.max(1, line.limit() / Math.max(1, replicas.getAsInt()));
        return line.withLimit(Math.max(part, Math.min(line.amount(), line.limit())));
    }

    private Reservation.Holder holder(Claim mine, Claim claim) {
        return new Reservation.Holder() {
            @Override
            public Future<Boolean> topUp(long tokens, long nano) {
                return store.topUp(mine.tenant(), mine.id(), tokens, nano);
            }

            @Override
            public void settle(Actual actual) {
                store.settle(mine.tenant(), mine.id(), actual);
                owed.add(claim, actual);
            }
        };
    }

    void tidy() {
        store.tidy();
    }
}
