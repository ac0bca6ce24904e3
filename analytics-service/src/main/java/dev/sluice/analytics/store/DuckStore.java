package dev.sluice.analytics.store;

import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.kit.config.DataConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * Events in one DuckDB file, whose rows and offsets commit together. Opened on first use; after a failed write it is closed and opened anew, so that a full
 * disk or a foreign lock ends when its cause ends. One process may have the file.
 *
 * <p>Calls go into native code and hold their thread: use platform threads.
 */
@Singleton
@Typed(DuckStore.class)
public class DuckStore implements AnalyticsStore {

    /** Asks the store something. */
    @FunctionalInterface
    public interface Question<T> {

        /** The answer, from a connection that is closed afterwards. */
        T ask(Connection connection) throws SQLException;
    }

    /** The log's size at which it is put into the file: about the rows of one block, which is then packed once. */
    private static final String CHECKPOINT_AFTER = "64MB";

    private final StoreSettings settings;
    private final QueryTexts texts = new QueryTexts("duckdb");
    private final Readers readers;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong rejects = new AtomicLong();
    private volatile boolean healthy;
    private volatile @Nullable DuckDBConnection connection;

    @Inject
    DuckStore(AnalyticsConfig config, DataConfig data) {
        this(StoreSettings.of(config.store(), data));
    }

    /** A store over the file in the settings; nothing is opened yet. */
    public DuckStore(StoreSettings settings) {
        this.settings = settings;
        this.readers = new Readers(settings.readers(), settings.queryTimeout());
    }

    @Override
    public String engine() {
        return "duckdb";
    }

    @Override
    public synchronized Batch.Outcome append(Batch batch) {
        try {
            Batch.Outcome outcome = new BatchWriter(open()).write(batch);
            events.addAndGet(outcome.stored());
            rejects.addAndGet(outcome.rejected());
            healthy = true;
            return outcome;
        } catch (SQLException | RuntimeException e) {
            close();
            throw away(e);
        }
    }

    @Override
    public synchronized Map<Batch.Source, Long> offsets() {
        try (Statement statement = open().createStatement();
                ResultSet rows = statement.executeQuery(Schema.OFFSETS)) {
            Map<Batch.Source, Long> offsets = new HashMap<>();
            while (rows.next()) {
                offsets.put(new Batch.Source(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
            return offsets;
        } catch (SQLException | RuntimeException e) {
            close();
            throw away(e);
        }
    }

    /**
     * Answers a question in one read transaction, so that all its queries see the same events.
     *
     * @throws StoreAway when the store cannot be opened, too many ask at once, or the answer takes too long
     */
    public <T> T read(Question<T> question) {
        return readers.read(() -> {
            try (Connection own = another()) {
                own.setAutoCommit(false);
                T answer = question.ask(own);
                own.rollback();
                return answer;
            } catch (SQLException e) {
                throw away(e);
            }
        });
    }

    @Override
    public <T> T ask(Function<Snapshot, T> question) {
        int seconds = Math.toIntExact(Math.max(1, settings.queryTimeout().toSeconds()));
        return read(connection -> question.apply(new DuckSnapshot(connection, texts, seconds)));
    }

    @Override
    public void export(String tenant, Instant from, Instant to, Path file) {
        read(connection -> {
            new DuckRollups(connection).export(tenant, from, to, file);
            return true;
        });
    }

    /** Some hours at once, so that batches are written between them. */
    @Override
    public int rollUp(Instant before) {
        int hours = 0;
        for (Span span : write(connection -> new DuckRollups(connection).due(before))) {
            write(connection -> {
                new DuckRollups(connection).sum(span);
                return true;
            });
            hours += span.hours();
        }
        return hours;
    }

    @Override
    public void forget(Keep before) {
        write(connection -> {
            new DuckRollups(connection).forget(before);
            return true;
        });
        recount();
    }

    private void recount() {
        write(connection -> {
            count(connection);
            return true;
        });
    }

    private synchronized <T> T write(Question<T> change) {
        try {
            return change.ask(open());
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public long events() {
        return events.get();
    }

    @Override
    public long rejects() {
        return rejects.get();
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    /** Bytes of the file and its write-ahead log. */
    @Override
    public long bytes() {
        Path file = settings.file();
        return file.toFile().length()
                + file.resolveSibling(file.getFileName() + ".wal").toFile().length();
    }

    /** Closes the file; the next use opens it again. */
    @PreDestroy
    public synchronized void close() {
        healthy = false;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                System.getLogger(DuckStore.class.getName())
                        .log(System.Logger.Level.DEBUG, "The store did not close in order", e);
            }
            connection = null;
        }
    }

    /** Does not wait for a write that is under way. */
    private Connection another() throws SQLException {
        DuckDBConnection opened = connection;
        return opened == null ? open().duplicate() : opened.duplicate();
    }

    private synchronized DuckDBConnection open() throws SQLException {
        if (connection != null) {
            return connection;
        }
        try {
            Files.createDirectories(settings.file().toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new SQLException("its folder cannot be made: " + e.getMessage(), e);
        }
        var opened = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + settings.file(), properties());
        try (Statement statement = opened.createStatement()) {
            for (String table : Schema.TABLES) {
                statement.execute(table);
            }
            for (String first : Schema.BEGIN) {
                statement.execute(first);
            }
            count(opened);
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
        connection = opened;
        healthy = true;
        return opened;
    }

    private void count(Connection counted) throws SQLException {
        try (Statement statement = counted.createStatement();
                ResultSet counts = statement.executeQuery(Schema.COUNTS)) {
            counts.next();
            events.set(counts.getLong(1));
            rejects.set(counts.getLong(2));
        }
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryBytes() + "B");
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("checkpoint_threshold", CHECKPOINT_AFTER);
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        return properties;
    }

    private StoreAway away(Exception cause) {
        return cause instanceof StoreAway already
                ? already
                : new StoreAway("the store %s failed: %s".formatted(settings.file(), cause.getMessage()), cause);
    }
}
