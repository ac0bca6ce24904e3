package dev.sluice.analytics;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What may be set about analytics. */
@ConfigMapping(prefix = "sluice.analytics")
public interface AnalyticsConfig {

    /** The store of events. */
    Store store();

    /** How events are taken from Kafka. */
    Ingest ingest();

    /** The DuckDB file. */
    interface Store {

        /** Name of the file in {@code sluice.data.dir}. */
        @WithDefault("analytics.duckdb")
        String file();

        /** Memory DuckDB may use beside the heap; beyond it queries spill to disk. */
        @WithDefault("256M")
        MemorySize memoryLimit();

        /** Threads DuckDB may use. */
        @WithDefault("2")
        int threads();

        /** Reports computed at once; more wait for {@link #queryTimeout()} and are then refused. */
        @WithDefault("4")
        int readers();

        /** How long a report may take. */
        @WithDefault("15s")
        Duration queryTimeout();
    }

    /** Batches: whichever bound is reached first ends one. */
    interface Ingest {

        /** Events in one transaction at most. */
        @WithDefault("5000")
        int batchRows();

        /** How long an event waits for others before its transaction begins. */
        @WithDefault("500ms")
        Duration batchWait();

        /** The largest record that is read as an event; larger ones are rejected. */
        @WithDefault("64K")
        MemorySize maxEvent();

        /** The pause before trying again when Kafka or the store is away. */
        @WithDefault("1s")
        Duration retry();
    }
}
