package dev.sluice.analytics.report;

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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * Questions to a file of 10 million events ({@code sluice.bench.analytics.events}): 30 days, 20 tenants of which the first
 * has a fifth of all, 50,000 users, made by the engine itself; all hours but the last are summed up. Each question is asked
 * 20 times after one that does not count.
 */
public final class QuestionRows {

    private static final long EVENTS = Long.getLong("sluice.bench.analytics.events", 10_000_000L);
    private static final int TIMES = 20;
    private static final Instant FROM = Instant.parse("2026-10-21T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(30));
    private static final Period MONTH = new Period(FROM, TO, Duration.ofHours(8));
    private static final Period DAY =
            new Period(FROM.plus(Duration.ofDays(12)), FROM.plus(Duration.ofDays(13)), Duration.ofMinutes(15));

    private QuestionRows() {}

    /** Adds the rows; takes some minutes, most of them to make the file. */
    public static void add(Report report) throws Exception {
        Path folder = Files.createTempDirectory("sluice-bench-questions-");
        var store = new DuckStore(
                new StoreSettings(folder.resolve("a.duckdb"), 1024L * 1024 * 1024, 2, 2, Duration.ofMinutes(2)));
        try {
            store.offsets();
            store.close();
            long begin = System.nanoTime();
            make(folder.resolve("a.duckdb"));
            report.add("made_events_s", "s", seconds(begin), null, null);
            begin = System.nanoTime();
            int hours = store.rollUp(TO);
            report.add("roll_up_hour_ms", "ms", seconds(begin) * 1_000 / hours, null, null);
            ask(report, store);
            report.add("file_mb", "MB", store.bytes() / 1e6, null, null);
        } finally {
            store.close();
            delete(folder);
        }
    }

    private static void ask(Report report, DuckStore store) {
        List<String> steps = List.of("page_view", "query_submitted", "answer_read", "positive_feedback");
        report.add("overview_p95_ms", "ms", p95(store, MONTH, Overviews::of), null, 200.0);
        report.add("tenant_day_ms", "ms", p95(store, DAY, Overviews::of), null, 100.0);
        report.add(
                "funnel4_s", "s", p95(store, MONTH, q -> Funnel.of(q, steps, Duration.ofDays(1))) / 1_000, null, 3.0);
        report.add("retention_ms", "ms", p95(store, MONTH, q -> Retention.of(q, "day", 1)), null, 500.0);
        report.add("latency_exact_ms", "ms", p95(store, MONTH, q -> Latency.of(q, Dimension.MODEL)), null, 2_000.0);
        report.add("costs_ms", "ms", p95(store, MONTH, q -> Costs.of(q, Dimension.KEY, Only.ALL)), null, null);
        report.add("savings_ms", "ms", p95(store, MONTH, Savings::of), null, null);
        report.add("anomalies_ms", "ms", p95(store, MONTH, q -> Anomalies.of(Hours.of(q), DAY)), null, null);
    }

    private static double p95(DuckStore store, Period period, Function<Question, ?> question) {
        double[] millis = new double[TIMES];
        for (int i = -1; i < TIMES; i++) {
            long begin = System.nanoTime();
            Object answer = Question.of(store, "tenant-0", period, question);
            if (answer == null) {
                throw new IllegalStateException("no answer");
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[(int) Math.ceil(0.95 * TIMES) - 1];
    }

    private static void make(Path file) throws SQLException {
        try (var connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '3GB'");
            statement.execute("SET threads = 2");
            long part = 1_000_000;
            for (long from = 0; from < EVENTS; from += part) {
                statement.execute(insert(from, Math.min(EVENTS, from + part)));
            }
            statement.execute("INSERT INTO rollup_dirty SELECT DISTINCT date_trunc('hour', ts) FROM events");
            statement.execute("CHECKPOINT");
        }
    }

    /** Half of the events are calls, half the steps of users; times rise with the number, as they do in life. */
    private static String insert(long from, long to) {
        return """
                INSERT INTO events BY NAME
                SELECT uuid() AS event_id, ts, ts AS ingested_at, 'tenant-' || t AS tenant, 'shop-' || (h // 7) % 5 AS project,
                    CASE WHEN called THEN 'gateway' ELSE 'client' END AS source,
                    CASE WHEN called THEN 'completion' ELSE 'client' END AS kind,
                    CASE WHEN called THEN 'req-' || i END AS request_id, 'key-' || (h // 11) % 40 AS key_id,
                    CASE WHEN called THEN 'default' END AS route, CASE WHEN called THEN 'openai' END AS provider,
                    CASE WHEN called THEN 'model-' || (h // 13) % 5 END AS model,
                    CASE WHEN called THEN 'model-' || (h // 13) % 5 END AS model_used,
                    CASE WHEN called THEN CASE WHEN h % 50 = 0 THEN 502 ELSE 200 END END AS status,
                    CASE WHEN called THEN 50000 + h % 3000000 END AS duration_us,
                    CASE WHEN called THEN 20000 + h % 400000 END AS first_token_us, CASE WHEN called THEN 300 END AS overhead_us,
                    CASE WHEN called THEN h % 4000 END AS input_tokens, CASE WHEN called THEN h % 900 END AS output_tokens,
                    CASE WHEN called THEN h % 2000000 ELSE 0 END AS cost_nano, 0 AS saved_nano, 'bench' AS price_version,
                    CASE WHEN called THEN CASE h % 4 WHEN 0 THEN 'HIT' WHEN 1 THEN 'SEMANTIC' ELSE 'MISS' END END AS cache_outcome,
                    md5('user' || (h // 17) % 50000) AS user_id,
                    CASE WHEN called THEN 'completion' WHEN h % 10 < 5 THEN 'page_view' WHEN h % 10 < 8 THEN 'query_submitted'
                        WHEN h % 10 < 9 THEN 'answer_read' ELSE 'positive_feedback' END AS name
                FROM (
                    SELECT i, abs(CAST(hash(i) >> 2 AS BIGINT)) AS h, hash(i * 3) % 2 = 0 AS called,
                        make_timestamp(FROM_MICROS + CAST(CAST(i AS HUGEINT) * LENGTH // EVENTS AS BIGINT)) AS ts,
                        CASE WHEN hash(i * 7) % 5 = 0 THEN 0 ELSE hash(i * 5) % 20 END AS t
                    FROM range(FIRST, LAST) AS r(i)) AS made
                """.replace("FROM_MICROS", Long.toString(Period.micros(FROM)))
                .replace("LENGTH", Long.toString(Duration.between(FROM, TO).toMillis() * 1_000))
                .replace("EVENTS", Long.toString(EVENTS))
                .replace("FIRST", Long.toString(from))
                .replace("LAST", Long.toString(to));
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
