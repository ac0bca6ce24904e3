package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * One transaction: events into a staging table, from there those with a new id into {@code events}, rejects, offsets.
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
                Batch.Outcome outcome = fill(statement, batch);
                statement.execute("COMMIT");
                return outcome;
            } catch (SQLException | RuntimeException e) {
                rollback(statement, e);
                throw e;
            }
        }
    }

    private Batch.Outcome fill(Statement statement, Batch batch) throws SQLException {
        int stored = 0;
        if (!batch.events().isEmpty()) {
            statement.execute(Schema.CLEAR_INCOMING);
            stage(batch);
            stored = statement.executeUpdate(Schema.KEEP_NEW);
            statement.execute(Schema.MARK_NEW);
            statement.execute(Schema.CLEAR_INCOMING);
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

    private void stage(Batch batch) throws SQLException {
        Set<UUID> seen = HashSet.newHashSet(batch.events().size());
        try (DuckDBAppender appender = connection.createAppender("temp", "main", "incoming")) {
            var columns = new EventColumns(appender);
            for (Event event : batch.events()) {
                UUID id = UUID.fromString(event.id());
                if (seen.add(id)) {
                    columns.write(event, id, batch.at());
                }
            }
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
