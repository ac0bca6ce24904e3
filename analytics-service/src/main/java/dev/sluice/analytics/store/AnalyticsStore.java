package dev.sluice.analytics.store;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * Where events are kept, each id once, and asked about. One contract, two engines: {@link DuckStore} in this process,
 * {@link ClickHouseStore} for more than one machine holds. Queries are named; each has a text for each engine.
 */
public interface AnalyticsStore {

    /** Answers named queries about the same state of the store. */
    @FunctionalInterface
    interface Snapshot {

        /**
         * The rows of a query.
         *
         * @param parameters by the names in the query's text
         */
        java.util.List<Row> rows(Named query, Map<String, Object> parameters);
    }

    /** What it is called in the status. */
    String engine();

    /**
     * Writes rows, rejects and offsets, all or nothing.
     *
     * @throws StoreAway when nothing was written, or when it is unknown whether it was: {@link #offsets()} tells
     */
    Batch.Outcome append(Batch batch);

    /** For each partition seen so far, the offset to go on from. */
    Map<Batch.Source, Long> offsets();

    /**
     * Answers a question.
     *
     * @throws StoreAway when the store cannot be reached, too many ask at once, or the answer takes too long
     */
    <T> T ask(Function<Snapshot, T> question);

    /** A tenant's events of a period as Parquet, written to a file. */
    void export(String tenant, Instant from, Instant to, java.nio.file.Path file);

    /** Sums up the hours that ended before the given time and have events that are not summed up yet. */
    int rollUp(Instant before);

    /** Forgets what is older than its limit. */
    void forget(Keep before);

    /** Events in the store, as of its last opening or write. */
    long events();

    /** Rejects in the store, as of its last opening or write. */
    long rejects();

    /** Whether the last use worked. */
    boolean healthy();

    /** Bytes on this machine's disk. */
    long bytes();

    /**
     * From when on things are kept.
     *
     * @param events single events
     * @param minutes sums by the minute
     * @param hours sums by the hour, histograms and days of users
     * @param rejects records that were no events
     */
    record Keep(Instant events, Instant minutes, Instant hours, Instant rejects) {}
}
