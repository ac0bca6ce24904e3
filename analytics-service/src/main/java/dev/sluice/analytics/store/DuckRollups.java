package dev.sluice.analytics.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums of whole hours. A batch marks the hours it has events of; an hour is summed up anew from its events and unmarked
 * in one transaction, so that sums and marks always agree and a late event is never missed. Latencies are kept as
 * histograms with bins of a constant ratio (DDSketch: Masson, Rim and Lee, VLDB 2019), which are merged by adding.
 */
final class DuckRollups {

    /** A file of a month takes longer than a report, seconds. */
    private static final int EXPORTED_WITHIN = 50;

    private final Connection connection;

    DuckRollups(Connection connection) {
        this.connection = connection;
    }

    /** Marked hours that ended before the given time, oldest first, neighbours together. */
    List<Span> due(Instant before) throws SQLException {
        SortedMap<Long, Long> hours = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(Schema.DIRTY_BEFORE)) {
            query.setLong(1, EventColumns.micros(before) - Sums.HOUR);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    hours.put(rows.getLong(1), 0L);
                }
            }
        }
        if (hours.size() > 1) {
            count(hours);
        }
        return Span.of(hours);
    }

    private void count(SortedMap<Long, Long> hours) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(Schema.EVENTS_BY_HOUR)) {
            query.setLong(1, hours.firstKey());
            query.setLong(2, hours.lastKey() + Sums.HOUR);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    hours.replace(rows.getLong(1), rows.getLong(2));
                }
            }
        }
    }

    /** Sums up hours. */
    void sum(Span hours) throws SQLException {
        inTransaction(Schema.SUM_UP, hours.from(), hours.to());
    }

    /** Forgets what is older than its limit. */
    void forget(AnalyticsStore.Keep before) throws SQLException {
        since("events", before.events());
        since("minutes", before.minutes());
        delete("events", "ts", before.events());
        delete("rollup_dirty", "hour", before.events());
        delete("rollup_1m", "bucket", before.minutes());
        delete("rollup_1h", "bucket", before.hours());
        delete("rollup_latency", "bucket", before.hours());
        delete("user_days", "day", before.hours());
        delete("ingest_rejects", "rejected_at", before.rejects());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /** Events of a tenant as Parquet. */
    void export(String tenant, Instant from, Instant to, Path file) throws SQLException {
        try (PreparedStatement copy = connection.prepareStatement(
                Schema.EXPORT.formatted(file.toString().replace("'", "''")))) {
            copy.setString(1, tenant);
            copy.setLong(2, EventColumns.micros(from));
            copy.setLong(3, EventColumns.micros(to));
            copy.setQueryTimeout(EXPORTED_WITHIN);
            copy.execute();
        }
    }

    private void since(String what, Instant limit) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(Schema.SET_SINCE)) {
            update.setLong(1, EventColumns.micros(limit));
            update.setString(2, what);
            update.executeUpdate();
        }
    }

    private void delete(String table, String column, Instant limit) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM %s WHERE %s < make_timestamp(?)".formatted(table, column))) {
            delete.setLong(1, EventColumns.micros(limit));
            delete.executeUpdate();
        }
    }

    private void inTransaction(List<String> statements, long from, long to) throws SQLException {
        try (Statement transaction = connection.createStatement()) {
            transaction.execute("BEGIN TRANSACTION");
            try {
                for (String text : statements) {
                    NamedSql sql = NamedSql.parse(text);
                    try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
                        for (int i = 0; i < sql.names().size(); i++) {
                            statement.setLong(i + 1, sql.names().get(i).equals("from") ? from : to);
                        }
                        statement.execute();
                    }
                }
                transaction.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                try {
                    transaction.execute("ROLLBACK");
                } catch (SQLException also) {
                    e.addSuppressed(also);
                }
                throw e;
            }
        }
    }
}
