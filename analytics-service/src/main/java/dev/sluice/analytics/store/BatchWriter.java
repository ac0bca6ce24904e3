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
        try (PreparedStatement insert = connection.prepareStatement(Schema.REJECT)) {
            for (Batch.Reject reject : rejects) {
                insert.setLong(1, EventColumns.micros(reject.at()));
                insert.setString(2, reject.source().topic());
                insert.setInt(3, reject.source().partition());
                insert.setLong(4, reject.offset());
                insert.setString(5, reject.reason());
                insert.setInt(6, reject.size());
                insert.setString(7, reject.sha256());
                insert.addBatch();
            }
            insert.executeBatch();
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
