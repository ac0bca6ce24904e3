package dev.sluice.optimizer.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.optimizer.guard.GuardStats;
import dev.sluice.optimizer.guard.Guards;
import dev.sluice.optimizer.prompt.OptimizerStats.ByTechnique;
import dev.sluice.optimizer.prompt.OptimizerStats.ByTokenizer;
import dev.sluice.optimizer.prompt.OptimizerStats.Millis;
import dev.sluice.optimizer.text.Tokenizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/** Running totals for each tenant, of the tenants that asked last. */
@ApplicationScoped
class Totals {

    private static final int MOST_TENANTS = 10_000;

    private final Guards guards;
    private final Instant since = Instant.now();
    private final Cache<String, OfTenant> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    Totals(Guards guards) {
        this.guards = guards;
    }

    void add(String tenant, OptimizeReply reply, Books.Course course) {
        tenants.get(tenant, any -> new OfTenant()).add(reply, course);
    }

    void add(String tenant, OptimizeReply.Counts told) {
        tenants.get(tenant, any -> new OfTenant()).add(ByTokenizer.of(told));
    }

    /**
     * A tenant's totals.
     *
     * @param model whose tokenizer is told alone; absent tells all
     */
    OptimizerStats of(String tenant, @Nullable String model) {
        OfTenant known = tenants.getIfPresent(tenant);
        String tokenizer = model == null ? null : Tokenizer.of(model).wireName();
        return (known == null ? new OfTenant() : known).stats(since, guards.stats(tenant), tokenizer);
    }

    private static final class OfTenant {

        private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
        private static final int DIGITS = 2;
        private static final double PARTS = 1000.0;

        private long prompts;
        private long changed;
        private long passed;
        private long late;
        private long fromCache;
        private long before;
        private long after;
        private double confidence;
        private double fidelity;
        private final Map<String, ByTechnique> techniques = new TreeMap<>();
        private final Map<String, ByTokenizer> counts = new TreeMap<>();
        private final PackedHistogram micros = new PackedHistogram(LONGEST_MICROS, DIGITS);

        synchronized void add(OptimizeReply reply, Books.Course course) {
            prompts++;
            changed += reply.changed() ? 1 : 0;
            passed += reply.passed() == null ? 0 : 1;
            late += course.complete() ? 0 : 1;
            fromCache += course.fromCache() ? 1 : 0;
            before += reply.tokensBefore();
            after += reply.tokensAfter();
            confidence += reply.confidence();
            fidelity += reply.fidelity() == null ? 1 : reply.fidelity();
            long took = TimeUnit.NANOSECONDS.toMicros(course.took().toNanos());
            micros.recordValue(Math.clamp(took, 1, LONGEST_MICROS));
            for (Technique used : reply.techniques()) {
                techniques.merge(
                        used.name(),
                        new ByTechnique(used.name(), 1, used.tokensRemoved()),
                        (a, b) -> new ByTechnique(
                                a.name(), a.prompts() + b.prompts(), a.tokensRemoved() + b.tokensRemoved()));
            }
        }

        synchronized void add(ByTokenizer told) {
            counts.merge(told.tokenizer(), told, ByTokenizer::plus);
        }

        synchronized OptimizerStats stats(Instant since, GuardStats guard, @Nullable String tokenizer) {
            var sorted = techniques.values().stream()
                    .sorted(Comparator.comparingLong(ByTechnique::tokensRemoved).reversed())
                    .toList();
            return new OptimizerStats(
                    since,
                    prompts,
                    changed,
                    passed,
                    fromCache,
                    before,
                    after,
                    before - after,
                    before == 0 ? 0 : rounded(100.0 * (before - after) / before),
                    sorted,
                    counts.values().stream()
                            .filter(one -> tokenizer == null || one.tokenizer().equals(tokenizer))
                            .toList(),
                    prompts == 0 ? 1 : rounded(confidence / prompts),
                    prompts == 0 ? 1 : rounded(fidelity / prompts),
                    prompts == 0 ? 1 : rounded((double) (prompts - late) / prompts),
                    new Millis(millis(50), millis(95), millis(99)),
                    guard);
        }

        private double millis(double percentile) {
            return prompts == 0 ? 0 : micros.getValueAtPercentile(percentile) / PARTS;
        }

        private static double rounded(double value) {
            return Math.round(value * PARTS) / PARTS;
        }
    }
}
