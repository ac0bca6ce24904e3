package dev.sluice.cache.variation;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What questions are about: told, never used to decide which answer is served. */
@ConfigMapping(prefix = "sluice.cache.variation")
public interface VariationConfig {

    /**
     * More patterns by category, for all tenants: words of canonical questions, such as {@code price*}; a new name is
     * a new category.
     */
    Map<String, List<String>> patterns();

    /** Clusters that are learned of one tenant's questions. */
    @WithDefault("64")
    int clusters();

    /** The least cosine similarity, 0 to 1, at which a question joins a cluster. */
    @WithDefault("0.82")
    double near();

    /** Memory of the clusters of all tenants; those that ask least are forgotten. */
    @WithDefault("32M")
    MemorySize capacity();

    /** How often patterns that a tenant set on another replica are looked for, while questions come in. */
    @WithDefault("5s")
    Duration refresh();
}
