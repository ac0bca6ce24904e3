package dev.sluice.cache.budget;

import dev.sluice.cache.CacheConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Chooses the hits that are asked of the model too: at random, more while little is known, never too many a minute. */
@ApplicationScoped
public class Auditing {

    private final CacheConfig.Audit config;
    private final Clock clock;
    private final DoubleSupplier chance;
    /** The minute in the upper bits, audits of it in the lower ones. */
    private final AtomicLong minute = new AtomicLong();

    private static final int COUNT_BITS = 24;

    @Inject
    Auditing(CacheConfig config) {
        this(
                config.audit(),
                Clock.systemUTC(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param chance a number of 0 to 1 for each hit */
    Auditing(CacheConfig.Audit config, Clock clock, DoubleSupplier chance) {
        for (double share : new double[] {config.share(), config.earlyShare()}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalStateException(
                        "sluice.cache.audit.share and early-share must be between 0 and 1; one is " + share);
            }
        }
        this.config = config;
        this.clock = clock;
        this.chance = chance;
    }

    /** Whether this hit is audited. */
    public boolean wants(Standing route) {
        if (config.share() <= 0) {
            return false;
        }
        double share = route.ever() < config.early() ? Math.max(config.share(), config.earlyShare()) : config.share();
        return chance.getAsDouble() < share && hasRoom();
    }

    private boolean hasRoom() {
        long now = Math.floorDiv(clock.millis(), 60_000L) << COUNT_BITS;
        long counted = minute.updateAndGet(before -> (before >> COUNT_BITS) << COUNT_BITS == now
                ? Math.min(before + 1, now + config.perMinute() + 1L)
                : now + 1);
        return counted - now <= config.perMinute();
    }
}
