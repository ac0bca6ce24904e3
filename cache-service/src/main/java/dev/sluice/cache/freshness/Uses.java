package dev.sluice.cache.freshness;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How often each answer is asked for here and now: a count that halves with time, by the time it was gathered in. */
final class Uses {

    private static final int MOST = 200_000;
    /** Seconds after which a use weighs 1/e. */
    private static final double MEMORY = 1_800;
    /** A rate is not told from less than this many seconds. */
    private static final double LEAST = 60;

    private record Key(String tenant, String id) {}

    private record Use(double count, Instant first, Instant last) {

        Use again(Instant now) {
            return new Use(count(now) + 1, first, now);
        }

        double count(Instant now) {
            return count * Math.exp(-seconds(last, now) / MEMORY);
        }

        double perSecond(Instant now) {
            return count(now) / (MEMORY * -Math.expm1(-Math.max(LEAST, seconds(first, now)) / MEMORY));
        }

        private static double seconds(Instant from, Instant to) {
            return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
        }
    }

    private final Cache<Key, Use> uses =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    void used(String tenant, String id, Instant now) {
        uses.asMap().compute(new Key(tenant, id), (key, use) -> again(use, now));
    }

    private static Use again(@Nullable Use use, Instant now) {
        // The first use begins the time in which the others are counted.
        return use == null ? new Use(0, now, now) : use.again(now);
    }

    /** How often it will be asked for within a time, if things go on as they do. */
    double expected(String tenant, String id, Duration within, Instant now) {
        Use use = uses.getIfPresent(new Key(tenant, id));
        return use == null ? 0 : use.perSecond(now) * within.toMillis() / 1e3;
    }
}
