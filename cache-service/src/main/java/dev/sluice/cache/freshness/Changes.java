package dev.sluice.cache.freshness;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.kit.freshness.Volatility;
import org.jspecify.annotations.Nullable;

/**
 * How often answers of a class changed, tenant by tenant: a Beta posterior over {@link Lives#USUAL}, which forgets half of
 * what it saw every {@link #MEMORY} observations. In memory; a restart begins anew.
 */
final class Changes {

    /** Observations that weigh as much as what is taken for usual. */
    private static final double PRIOR = 20;

    private static final double MEMORY = 500;
    private static final int MOST = 40_000;

    private record Key(String tenant, Volatility volatility) {}

    private record Seen(double changed, double stood) {

        Seen plus(double changes, double lives) {
            boolean full = changed + stood > MEMORY;
            return new Seen((full ? changed / 2 : changed) + changes, (full ? stood / 2 : stood) + lives);
        }

        double mean() {
            return (PRIOR * Lives.USUAL + changed) / (PRIOR + changed + stood);
        }
    }

    private final Cache<Key, Seen> seen =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** The part of a tenant's answers of this class that changes within its first life, 0 to 1. */
    double usual(String tenant, Volatility volatility) {
        Seen known = seen.getIfPresent(new Key(tenant, volatility));
        return known == null ? Lives.USUAL : known.mean();
    }

    /**
     * An answer was asked for again.
     *
     * @param lives how many first lives it stood
     */
    void saw(String tenant, Volatility volatility, boolean changed, double lives) {
        seen.asMap().compute(new Key(tenant, volatility), (key, known) -> plus(known, changed ? 1 : 0, lives));
    }

    private static Seen plus(@Nullable Seen known, double changes, double lives) {
        return (known == null ? new Seen(0, 0) : known).plus(changes, lives);
    }
}
