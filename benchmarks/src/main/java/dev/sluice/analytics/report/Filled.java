package dev.sluice.analytics.report;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreSettings;
import dev.sluice.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * A file of 10 million events ({@code sluice.bench.analytics.events}): 30 days up to the end of today, 20 tenants of which
 * the first has a fifth of all, 50,000 users, an experiment that began 14 days ago; made by the engine itself, then summed
 * up as the service does it. Kept for the day, so that parts of a benchmark need not make it anew.
 *
 * @param file the DuckDB file
 * @param from when its events begin
 * @param to when they end
 */
public record Filled(Path file, Instant from, Instant to) {

    /** The tenant that has a fifth of all events. */
    public static final String TENANT = "tenant-0";

    /** The experiment of that tenant; its variants are {@code control} and {@code mini}. */
    public static final String EXPERIMENT = "bench";

    private static final long EVENTS = Long.getLong("sluice.bench.analytics.events", 10_000_000L);
    private static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();
    private static final long PART = 1_000_000;

    /** When the experiment began. */
    public Instant began() {
        return to.minus(Duration.ofDays(14));
    }

    /** Opens it as the service does, with memory for the reports of one. */
    public DuckStore open() {
        return new DuckStore(new StoreSettings(file, 1024L * 1024 * 1024, 2, 2, Duration.ofSeconds(60)));
    }

    /** Today's, made if it is not there. */
    public static Filled today(Report report) throws IOException, SQLException {
        Instant to = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        String name = "events-%d-%s".formatted(EVENTS, to.toString().substring(0, 10));
        var filled = new Filled(FOLDER.resolve(name + ".duckdb"), to.minus(Duration.ofDays(30)), to);
        if (!Files.exists(filled.file)) {
            Files.createDirectories(FOLDER);
            Path half = FOLDER.resolve(name + ".half");
            Files.deleteIfExists(half);
            Files.deleteIfExists(FOLDER.resolve(name + ".half.wal"));
            new Filled(half, filled.from, to).make(report);
            Files.move(half, filled.file);
        }
        return filled;
    }

    private void make(Report report) throws SQLException {
        DuckStore store = open();
        store.offsets();
        store.close();
        long begin = System.nanoTime();
        try (var connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '3GB'");
            statement.execute("SET threads = 2");
            for (long first = 0; first < EVENTS; first += PART) {
                statement.execute(insert(first, Math.min(EVENTS, first + PART)));
                System.out.printf("  %,d events after %d s%n", Math.min(EVENTS, first + PART), seconds(begin));
            }
            statement.execute("INSERT INTO rollup_dirty SELECT DISTINCT date_trunc('hour', ts) FROM events");
            statement.execute("CHECKPOINT");
        }
        report.add("made_events_s", "s", (double) seconds(begin), null, null);
        try {
            // As the service does it after a long stop: minutes of two days, everything else.
            store.forget(new AnalyticsStore.Keep(from, to.minus(Duration.ofDays(2)), from, from));
            begin = System.nanoTime();
            int hours = store.rollUp(to);
            report.add("roll_up_hour_ms", "ms", (System.nanoTime() - begin) / 1e6 / hours, null, null);
            report.add("caught_up_hours", "count", (double) hours, null, null);
            report.add("caught_up_s", "s", (double) seconds(begin), null, null);
        } finally {
            store.close();
        }
    }

    /** Half of the events are calls, half the steps of users; times rise with the number, as they do in life. */
    private String insert(long first, long last) {
        return """
                INSERT INTO events BY NAME
                SELECT uuid() AS event_id, ts, ts AS ingested_at, 'tenant-' || t AS tenant, 'shop-' || (h // 7) % 5 AS project,
                    CASE WHEN called THEN 'gateway' ELSE 'client' END AS source,
                    CASE WHEN called THEN 'completion' ELSE 'client' END AS kind,
                    CASE WHEN called THEN 'req-' || i END AS request_id, 'key-' || (h // 11) % 40 AS key_id,
                    'session-' || u AS session_id,
                    CASE WHEN called THEN 'default' END AS route, CASE WHEN called THEN 'openai' END AS provider,
                    CASE WHEN called THEN 'model-' || (h // 13) % 5 END AS model,
                    CASE WHEN called THEN 'model-' || (h // 13) % 5 END AS model_used,
                    CASE WHEN called THEN CASE WHEN h % 50 = 0 THEN 502 ELSE 200 END END AS status,
                    CASE WHEN called THEN 50000 + h % 3000000 END AS duration_us,
                    CASE WHEN called THEN 20000 + h % 400000 END AS first_token_us, CASE WHEN called THEN 300 END AS overhead_us,
                    CASE WHEN called THEN h % 4000 END AS input_tokens, CASE WHEN called THEN h % 900 END AS output_tokens,
                    CASE WHEN called THEN h % 2000000 ELSE 0 END AS cost_nano, 0 AS saved_nano, 'bench' AS price_version,
                    CASE WHEN called THEN CASE h % 4 WHEN 0 THEN 'HIT' WHEN 1 THEN 'SEMANTIC' ELSE 'MISS' END END AS cache_outcome,
                    CASE WHEN called AND t = 0 AND ts >= make_timestamp(BEGAN_MICROS) THEN
                        CASE WHEN u % 2 = 0 THEN '{"exp.bench":"control"}' ELSE '{"exp.bench":"mini"}' END END AS props,
                    md5('user' || u) AS user_id,
                    CASE WHEN called THEN 'completion' WHEN h % 10 < 5 THEN 'page_view' WHEN h % 10 < 8 THEN 'query_submitted'
                        WHEN h % 10 < 9 THEN 'answer_read' ELSE 'positive_feedback' END AS name
                FROM (
                    SELECT i, h, (h // 17) % 50000 AS u, hash(i * 3) % 2 = 0 AS called,
                        make_timestamp(FROM_MICROS + CAST(CAST(i AS HUGEINT) * LENGTH // EVENTS AS BIGINT)) AS ts,
                        CASE WHEN hash(i * 7) % 5 = 0 THEN 0 ELSE hash(i * 5) % 20 END AS t
                    FROM (SELECT i, abs(CAST(hash(i) >> 2 AS BIGINT)) AS h FROM range(FIRST, LAST) AS r(i)) AS numbers) AS made
                """.replace("FROM_MICROS", Long.toString(Period.micros(from)))
                .replace("BEGAN_MICROS", Long.toString(Period.micros(began())))
                .replace("LENGTH", Long.toString(Duration.between(from, to).toMillis() * 1_000))
                .replace("EVENTS", Long.toString(EVENTS))
                .replace("FIRST", Long.toString(first))
                .replace("LAST", Long.toString(last));
    }

    private static long seconds(long begin) {
        return (System.nanoTime() - begin) / 1_000_000_000;
    }
}
