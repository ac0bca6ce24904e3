package dev.sluice.optimizer.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.optimizer.prompt.OptimizerStats.ByTechnique;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Running totals for each tenant, of the tenants that asked last. */
@ApplicationScoped
class Totals {

    private static final int MOST_TENANTS = 10_000;

    private final Instant since = Instant.now();
    private final Cache<String, OfTenant> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    void add(String tenant, OptimizeReply reply, boolean fromCache) {
        tenants.get(tenant, any -> new OfTenant()).add(reply, fromCache);
    }

    OptimizerStats of(String tenant) {
        OfTenant known = tenants.getIfPresent(tenant);
        return (known == null ? new OfTenant() : known).stats(since);
    }

    private static final class OfTenant {

        private long prompts;
        private long changed;
        private long fromCache;
        private long before;
        private long after;
        private final Map<String, ByTechnique> techniques = new TreeMap<>();

        synchronized void add(OptimizeReply reply, boolean cached) {
            prompts++;
            changed += reply.changed() ? 1 : 0;
            fromCache += cached ? 1 : 0;
            before += reply.tokensBefore();
            after += reply.tokensAfter();
            for (Technique used : reply.techniques()) {
                techniques.merge(
                        used.name(),
                        new ByTechnique(used.name(), 1, used.tokensRemoved()),
                        (a, b) -> new ByTechnique(
                                a.name(), a.prompts() + b.prompts(), a.tokensRemoved() + b.tokensRemoved()));
            }
        }

        synchronized OptimizerStats stats(Instant since) {
            var sorted = techniques.values().stream()
                    .sorted(Comparator.comparingLong(ByTechnique::tokensRemoved).reversed())
                    .toList();
            return new OptimizerStats(since, prompts, changed, fromCache, before, after, before - after, sorted);
        }
    }
}
