package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A store for tests, and ways to look into it. */
public final class StoreFixture {

    /** The partition test batches come from. */
    public static final Batch.Source PARTITION = new Batch.Source("sluice.events", 0);

    private StoreFixture() {}

    /** A small store in the folder. */
    public static DuckStore store(Path folder) {
        return new DuckStore(
                new StoreSettings(folder.resolve("events.duckdb"), 256L * 1024 * 1024, 2, 2, Duration.ofSeconds(10)));
    }

    /** A batch of events that moves the partition to an offset. */
    public static Batch batch(long next, List<Event> events) {
        return new Batch(Instant.parse("2026-11-20T12:00:01Z"), events, List.of(), Map.of(PARTITION, next));
    }

    /** The statement that makes the table of events. */
    public static String eventsTable() {
        return Schema.TABLES.getFirst();
    }

    /** A whole number asked of the store. */
    public static long number(DuckStore store, String sql) {
        return store.read(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                if (!rows.next()) {
                    throw new SQLException("no row");
                }
                return rows.getLong(1);
            }
        });
    }

    /** A text asked of the store. */
    public static String text(DuckStore store, String sql) {
        return store.read(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(1);
            }
        });
    }
}
