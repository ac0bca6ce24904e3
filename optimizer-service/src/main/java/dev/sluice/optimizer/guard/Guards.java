package dev.sluice.optimizer.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import dev.sluice.optimizer.feedback.Listener;
import dev.sluice.optimizer.feedback.Told;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.zip.CRC32;

/** A guard for each tenant, of those that told last. */
@ApplicationScoped
public class Guards implements Listener {

    private static final int MOST_TENANTS = 10_000;
    private static final int PARTS = 10_000;

    private final GuardConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Cache<String, Guard> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    Guards(GuardConfig config, Clock clock, MeterRegistry meters) {
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /** Which side a unit is on; always the same one. */
    public Arm arm(String tenant, String unit) {
        var sum = new CRC32();
        sum.update((tenant + '\0' + unit).getBytes(StandardCharsets.UTF_8));
        int mixed = (int) sum.getValue() * 0x9e3779b1;
        long drawn = Integer.toUnsignedLong(mixed ^ (mixed >>> 15)) % PARTS;
        return drawn < config.share() * PARTS ? Arm.CONTROL : Arm.OPTIMISED;
    }

    /** Whether a tenant's prompts stay as they are for now. */
    public boolean isOff(String tenant) {
        Guard guard = tenants.getIfPresent(tenant);
        return guard != null && guard.isOff(clock.instant());
    }

    /** How a tenant's guard stands. */
    public GuardStats stats(String tenant) {
        Guard guard = tenants.get(tenant, any -> new Guard(config.pause()));
        Guard.Side optimised = guard.side(Arm.OPTIMISED);
        Guard.Side control = guard.side(Arm.CONTROL);
        return new GuardStats(
                optimised.answers(),
                optimised.bad(),
                control.answers(),
                control.bad(),
                guard.rollBacks(),
                guard.isOff(clock.instant()));
    }

    @Override
    public void heard(Told told, Instant at) {
        OptimizeFeedback prompt = told.prompt();
        if (prompt == null) {
            return;
        }
        Guard guard = tenants.get(told.tenant(), any -> new Guard(config.pause()));
        if (guard.add(prompt.arm(), prompt.good(), at)) {
            meters.counter("sluice.optimizer.rolled.back").increment();
            Log.warnf(
                    "Shortened prompts of a tenant are answered worse than others; they stay as they are for %s. See GET /optimize/stats.",
                    config.pause());
        }
    }
}
