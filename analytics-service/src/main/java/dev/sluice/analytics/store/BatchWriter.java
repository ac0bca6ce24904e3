package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * One transaction: events with a new id, marks of their hours, rejects, offsets.
 *
 * <p>The Appender is no statement to the driver: used first in a transaction it commits by itself, and a crash then
 * leaves rows without their offsets. Therefore a statement runs before it.
 */
final class BatchWriter {

    private final DuckDBConnection connection;

    BatchWriter(DuckDBConnection connection) {
        this.connection = connection;
    }

    Batch.Outcome write(Batch batch) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION");
            try {
                Batch.Outcome outcome = fill(batch);
                statement.execute("COMMIT");
                return outcome;
            } catch (SQLException | RuntimeException e) {
                rollback(statement, e);
                throw e;
            }
        }
    }

    private Batch.Outcome fill(Batch batch) throws SQLException {
        int stored = 0;
        if (!batch.events().isEmpty()) {
            Map<UUID, Event> fresh = new NewEvents(connection).of(batch.events());
            add(fresh, batch.at());
            mark(batch.events());
            stored = fresh.size();
        }
        reject(batch.rejects());
        move(batch.next());
        return new Batch.Outcome(
                stored, batch.events().size() - stored, batch.rejects().size());
    }

    private static void rollback(Statement statement, Exception cause) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void add(Map<UUID, Event> events, Instant ingestedAt) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("events")) {
            var columns = new EventColumns(appender);
            for (var entry : events.entrySet()) {
                columns.write(entry.getValue(), entry.getKey(), ingestedAt);
            }
        }
    }

    private void mark(List<Event> events) throws SQLException {
        String hours = events.stream()
                .map(event -> Math.floorDiv(EventColumns.micros(event.at()), Sums.HOUR) * Sums.HOUR)
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "[", "]"));
        try (PreparedStatement insert = connection.prepareStatement(Schema.MARK)) {
            insert.setString(1, hours);
            insert.executeUpdate();
        }
    }

    private void reject(List<Batch.Reject> rejects) throws SQLException {
        if (rejects.isEmpty()) {
            return;
        }
        // Not a JDBC batch: that would begin a transaction of its own.
        try (DuckDBAppender row = connection.createAppender("ingest_rejects")) {
            for (Batch.Reject reject : rejects) {
                row.beginRow();
                row.appendEpochMicros(EventColumns.micros(reject.at()));
                row.append(reject.source().topic());
                row.append(reject.source().partition());
                row.append(reject.offset());
                row.append(reject.reason());
                row.append(reject.size());
                row.append(reject.sha256());
                row.endRow();
            }
        }
    }

    private void move(Map<Batch.Source, Long> next) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(Schema.MOVE_OFFSET)) {
            for (var entry : next.entrySet()) {
                upsert.setString(1, entry.getKey().topic());
                upsert.setInt(2, entry.getKey().partition());
                upsert.setLong(3, entry.getValue());
                upsert.executeUpdate();
            }
        }
    }
}
