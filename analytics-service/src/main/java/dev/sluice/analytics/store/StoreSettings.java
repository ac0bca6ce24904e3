package dev.sluice.analytics.store;

import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.kit.config.DataConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a {@link DuckStore} needs to know.
 *
 * @param file the DuckDB file; its folder is made when missing
 * @param memoryBytes memory DuckDB may use beside the heap
 * @param threads threads DuckDB may use
 * @param readers reports computed at once
 * @param queryTimeout how long a report may wait, and then take
 */
public record StoreSettings(Path file, long memoryBytes, int threads, int readers, Duration queryTimeout) {

    /** From the configuration. */
    static StoreSettings of(AnalyticsConfig.Store store, DataConfig data) {
        return new StoreSettings(
                data.dir().resolve(store.file()),
                store.memoryLimit().asLongValue(),
                store.threads(),
                store.readers(),
                store.queryTimeout());
    }
}
