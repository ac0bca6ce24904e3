package dev.sluice.bench.analytics;

import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreSettings;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.Ensemble;
import dev.sluice.contracts.events.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The writer alone: 200 transactions of 5,000 events with their offsets. */
final class WriterRows {

    private static final int BATCHES = 200;
    private static final int ROWS = 5_000;

    private WriterRows() {}

    static void add(Report report) throws Exception {
        Path folder = Files.createTempDirectory("sluice-bench-writer-");
        var store = new DuckStore(
                new StoreSettings(folder.resolve("events.duckdb"), 256L * 1024 * 1024, 2, 2, Duration.ofSeconds(30)));
        try {
            double[] millis = new double[BATCHES];
            double sum = 0;
            for (int i = 0; i < BATCHES; i++) {
                Batch batch = batch(i);
                long begin = System.nanoTime();
                store.append(batch);
                millis[i] = (System.nanoTime() - begin) / 1e6;
                sum += millis[i];
            }
            Arrays.sort(millis);
            report.add("writer_events_per_s", "per_s", BATCHES * ROWS / (sum / 1000), null, 43_000.0);
            report.add("commit_p50_ms", "ms", millis[BATCHES / 2], null, null);
            report.add("commit_p99_ms", "ms", millis[(int) (BATCHES * 0.99) - 1], null, 1_500.0);
        } finally {
            store.close();
            Ensemble.delete(folder);
        }
    }

    private static Batch batch(int number) {
        Instant at = Instant.now();
        List<Event> events = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            events.add(Made.event((long) number * ROWS + i, at));
        }
        return new Batch(at, events, List.of(), Map.of(new Batch.Source("sluice.events", 0), (number + 1L) * ROWS));
    }
}
