package dev.sluice.analytics;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What may be set about analytics. */
@ConfigMapping(prefix = "sluice.analytics")
public interface AnalyticsConfig {

    /** The store of events. */
    Store store();

    /** A ClickHouse to use instead of the DuckDB file. */
    ClickHouse clickhouse();

    /** How events are taken from Kafka. */
    Ingest ingest();

    /** Where ClickHouse is. */
    interface ClickHouse {

        /** Its HTTP interface, {@code http://host:8123}; absent means events are kept in the DuckDB file. */
        Optional<URI> url();

        /** An existing database; the tables are made in it. */
        @WithDefault("default")
        String database();

        /** Who may make, read and write tables there. */
        @WithDefault("default")
        String user();

        /** The user's password. */
        Optional<String> password();
    }

    /** How long things are kept. */
    Keep keep();

    /** Events that clients send to {@code POST /analytics/events}. */
    Client client();

    /** Experiments that tenants define. */
    Experiments experiments();

    /** How many there may be, and how closely they are watched. */
    interface Experiments {

        /** Experiments of a tenant, ended ones among them. */
        @WithDefault("200")
        int perTenant();

        /** How often the guardrails of running experiments are looked at. */
        @WithDefault("30s")
        Duration checkEvery();

        /** How long Kafka may take to acknowledge a change. */
        @WithDefault("10s")
        Duration writeWithin();
    }

    /** Limits of one request and of one tenant; beyond them 413 and 429. */
    interface Client {

        /** Events a tenant may send in a second, on each replica. */
        @WithDefault("200")
        int perSecond();

        /** Events a tenant may send at once after a pause. */
        @WithDefault("2000")
        int burst();

        /** Events in one request. */
        @WithDefault("500")
        int maxEvents();

        /** Bytes of one request's body. */
        @WithDefault("512K")
        MemorySize maxBody();
    }

    /** Limits are in days since the event; what is older is deleted once an hour. */
    interface Keep {

        /** Single events: requests, journeys, funnels and percentiles. */
        @WithDefault("90d")
        Duration events();

        /** Sums by the minute. */
        @WithDefault("2d")
        Duration minutes();

        /** Sums by the hour, histograms of latency, and the days on which a user was seen. */
        @WithDefault("400d")
        Duration hours();

        /** Records that were no events. */
        @WithDefault("30d")
        Duration rejects();

        /** How often hours that are over are summed up. */
        @WithDefault("1m")
        Duration rollUpEvery();
    }

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

        /** Events in one transaction at most; as many are read while it is written. */
        @WithDefault("10000")
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
