package dev.sluice.worker.batches;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * When a batch may go on whose upstream had no room: after as long as it asked for, and at least a time that doubles while
 * that goes on, with full jitter. What other calls of the same wave are told changes only the end of the rest.
 */
@ApplicationScoped
class Rests {

    private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

    private record Rest(Instant until, int times) {}

    private final ConcurrentHashMap<String, Rest> rests = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration base;
    private final Duration cap;
    private final DoubleSupplier chance;

    @Inject
    Rests(Clock clock, BatchesConfig config) {
        this(clock, config.restBase(), config.restCap(), Math::random);
    }

    /** For tests: chance gives numbers from 0 to 1. */
    Rests(Clock clock, Duration base, Duration cap, DoubleSupplier chance) {
        this.clock = clock;
        this.base = base;
        this.cap = cap;
        this.chance = chance;
    }

    /** The upstream had no room. */
    void begin(Batch batch, Duration atLeast) {
        Instant now = clock.instant();
        Duration wish = atLeast.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : atLeast;
        rests.compute(batch.order().key(), (key, before) -> {
            boolean resting = before != null && now.isBefore(before.until());
            int times = before == null ? 1 : resting ? before.times() : before.times() + 1;
            Instant until = now.plus(resting ? wish : longer(wish, backoff(times)));
            return new Rest(resting && before.until().isAfter(until) ? before.until() : until, times);
        });
    }

    /** A request was done: the next rest is a short one. */
    void end(Batch batch) {
        Instant now = clock.instant();
        rests.computeIfPresent(
                batch.order().key(),
                (key, before) -> now.isBefore(before.until()) ? new Rest(before.until(), 0) : null);
    }

    boolean isResting(Batch batch) {
        Rest rest = rests.get(batch.order().key());
        return rest != null && clock.instant().isBefore(rest.until());
    }

    /** The batch is over. */
    void forget(Batch batch) {
        rests.remove(batch.order().key());
    }

    private Duration backoff(int times) {
        long most = Math.min(cap.toMillis(), base.toMillis() << Math.min(Math.max(0, times - 1), 20));
        return Duration.ofMillis(Math.max(1, Math.round(most * (0.5 + chance.getAsDouble() / 2))));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
