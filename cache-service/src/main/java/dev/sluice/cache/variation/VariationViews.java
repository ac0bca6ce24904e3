package dev.sluice.cache.variation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told about what questions are about. */
public final class VariationViews {

    private VariationViews() {}

    /**
     * Everything about one tenant. Counts are this replica's since {@code since}.
     *
     * @param since since when is counted
     * @param categories all categories, asked about or not
     * @param clusters what the tenant's own questions gather around
     */
    @RegisterForReflection
    public record Overview(Instant since, List<CategoryView> categories, List<ClusterView> clusters) {

        public Overview {
            categories = List.copyOf(categories);
            clusters = List.copyOf(clusters);
        }
    }

    /**
     * A category.
     *
     * @param name its name
     * @param patterns how many patterns tell it
     * @param lookups questions of it
     * @param hits those that had an answer
     * @param savedNano what the hits would have cost, in nano-USD
     * @param samples a few questions in their canonical form, newest first
     */
    @RegisterForReflection
    public record CategoryView(
            String name, int patterns, long lookups, long hits, long savedNano, List<String> samples) {

        public CategoryView {
            samples = List.copyOf(samples);
        }
    }

    /**
     * Questions that lie near each other.
     *
     * @param id its id on this replica
     * @param label their commonest words
     * @param questions how many different ones there were
     * @param lookups how often they were asked
     * @param hits how often there was an answer
     * @param savedNano what the hits would have cost, in nano-USD
     * @param samples a few of them in their canonical form, newest first
     */
    @RegisterForReflection
    public record ClusterView(
            String id,
            List<String> label,
            int questions,
            long lookups,
            long hits,
            long savedNano,
            List<String> samples) {

        public ClusterView {
            label = List.copyOf(label);
            samples = List.copyOf(samples);
        }
    }

    /**
     * A category of the tenant's own, or more patterns for one that comes with the service.
     *
     * @param patterns its patterns
     */
    @RegisterForReflection
    public record Own(@Nullable List<String> patterns) {}
}
