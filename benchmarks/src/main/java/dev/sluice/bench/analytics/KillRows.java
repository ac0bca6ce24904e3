package dev.sluice.bench.analytics;

import dev.sluice.bench.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBDriver;

/**
 * Exactly once: the service is killed with -9 while events flow in, 20 times ({@code sluice.bench.analytics.kills}). Then
 * what is in the file is compared with what was produced.
 */
final class KillRows {

    private static final int KILLS = Integer.getInteger("sluice.bench.analytics.kills", 20);
    private static final int RATE = 2_000;
    private static final Duration FED_WITHIN = Duration.ofMinutes(3);

    private KillRows() {}

    static void add(Report report) throws Exception {
        try (var stack = new Stack()) {
            long count = KILLS * 4L * RATE;
            Thread feeding = Thread.ofPlatform().daemon().start(() -> feed(stack, count));
            long begin = System.nanoTime();
            for (int i = 0; i < KILLS; i++) {
                stack.killAndRestart();
                TimeUnit.MILLISECONDS.sleep(300 + 97L * i % 700);
            }
            double eachSeconds = (System.nanoTime() - begin) / 1e9 / KILLS;
            if (!feeding.join(FED_WITHIN)) {
                throw new IllegalStateException("the broker did not take all events within " + FED_WITHIN);
            }
            for (int i = 0; i < 600 && stack.events() < count; i++) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            stack.stop();
            report.add("kills", "count", KILLS, null, 20.0);
            report.add("events_produced", "count", (double) count, null, null);
            report.add("lost_or_double_events", "count", (double) wrong(stack, count), null, 0.0);
            report.add("kill_and_ready_again_s", "s", eachSeconds, null, null);
        }
    }

    private static void feed(Stack stack, long count) {
        try {
            Feed.send(stack.bootstrap(), RATE, count, number -> {});
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Missing ids and rows too many; each event's number is its cost, so the sum tells of wrong ones too. */
    private static long wrong(Stack stack, long count) throws SQLException {
        try (var connection = new DuckDBDriver().connect("jdbc:duckdb:" + stack.file(), new Properties());
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT count(*), count(DISTINCT event_id), CAST(sum(cost_nano) AS BIGINT),
                            (SELECT CAST(sum(next_offset) AS BIGINT) FROM ingest_offsets)
                        FROM events""")) {
            row.next();
            long rows = row.getLong(1);
            long distinct = row.getLong(2);
            long sum = row.getLong(3);
            long offsets = row.getLong(4);
            long expected = count * (count - 1) / 2;
            System.out.printf(
                    "%d produced, %d rows, %d distinct, offsets %d, sum of costs %s%n",
                    count, rows, distinct, offsets, sum == expected ? "exact" : "off by " + (sum - expected));
            return Math.abs(count - distinct) + (rows - distinct) + (sum == expected ? 0 : 1);
        }
    }
}
