package dev.sluice.cache.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Keeps the budget of each tenant and the books: what was fetched ahead, and whether anybody asked for it. */
final class Prefetches {

    private static final int MOST = 100_000;
    private static final int MOST_TENANTS = 10_000;

    private record Key(String tenant, String id) {}

    private enum State {
        SUBMITTED,
        HERE
    }

    /** A tenant's sums. */
    private static final class Sums {
        private final LongAdder predicted = new LongAdder();
        private final LongAdder present = new LongAdder();
        private final LongAdder submitted = new LongAdder();
        private final LongAdder leftOut = new LongAdder();
        private final LongAdder prefetched = new LongAdder();
        private final LongAdder used = new LongAdder();
        private final LongAdder wasted = new LongAdder();
    }

    private record Hour(long number, long calls) {}

    private final Cache<Key, State> pending;
    private final Cache<String, Sums> sums = Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .executor(Runnable::run)
            .build();
    private final Cache<String, Hour> hours = Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .executor(Runnable::run)
            .build();
    private final long perHour;

    /** @param patience for how long an answer that was fetched ahead may wait for its question */
    Prefetches(long perHour, Duration patience, Ticker ticker) {
        this.perHour = perHour;
        this.pending = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(patience)
                .ticker(ticker)
                .executor(Runnable::run)
                .evictionListener((@Nullable Key key, @Nullable State state, RemovalCause cause) -> {
                    if (key != null && state == State.HERE) {
                        of(key.tenant()).wasted.increment();
                    }
                })
                .build();
    }

    void predicted(String tenant) {
        of(tenant).predicted.increment();
    }

    void present(String tenant) {
        of(tenant).present.increment();
    }

    void leftOut(String tenant) {
        of(tenant).leftOut.increment();
    }

    /** Whether an answer may be fetched now: it is not being fetched already and there is budget. Then it is counted. */
    boolean begin(String tenant, String id, Instant now) {
        var key = new Key(tenant, id);
        if (pending.asMap().putIfAbsent(key, State.SUBMITTED) != null) {
            return false;
        }
        if (!take(tenant, number(now))) {
            pending.invalidate(key);
            leftOut(tenant);
            return false;
        }
        of(tenant).submitted.increment();
        return true;
    }

    private boolean take(String tenant, long number) {
        boolean[] taken = new boolean[1];
        hours.asMap().compute(tenant, (key, known) -> {
            Hour hour = known == null || known.number() != number ? new Hour(number, 0) : known;
            taken[0] = hour.calls() < perHour;
            return taken[0] ? new Hour(number, hour.calls() + 1) : hour;
        });
        return taken[0];
    }

    /** The worker did not take it. */
    void failed(String tenant, String id) {
        pending.invalidate(new Key(tenant, id));
        of(tenant).submitted.decrement();
        leftOut(tenant);
    }

    /** An answer came. */
    void arrived(String tenant, String id) {
        if (pending.asMap().replace(new Key(tenant, id), State.SUBMITTED, State.HERE)) {
            of(tenant).prefetched.increment();
        }
    }

    /** An answer was served to somebody. */
    void served(String tenant, String id) {
        if (pending.asMap().remove(new Key(tenant, id), State.HERE)) {
            of(tenant).used.increment();
        }
    }

    Prediction report(String tenant, boolean enabled, Instant now) {
        pending.cleanUp();
        Sums all = of(tenant);
        Hour hour = hours.getIfPresent(tenant);
        long used = all.used.sum();
        long wasted = all.wasted.sum();
        return new Prediction(
                enabled,
                all.predicted.sum(),
                all.present.sum(),
                all.submitted.sum(),
                all.leftOut.sum(),
                all.prefetched.sum(),
                used,
                wasted,
                used + wasted == 0 ? null : (double) used / (used + wasted),
                hour == null || hour.number() != number(now) ? perHour : perHour - hour.calls());
    }

    private Sums of(String tenant) {
        return sums.get(tenant, key -> new Sums());
    }

    private static long number(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 3_600);
    }
}
