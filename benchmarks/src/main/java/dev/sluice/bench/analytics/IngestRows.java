package dev.sluice.bench.analytics;

import dev.sluice.bench.Report;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Events from Kafka into the file: 20,000 a second for a minute ({@code sluice.bench.analytics.seconds}), broker, producer
 * and service on the same cores. Fresh is an event when the store says it has that many: looked at every 50 ms.
 */
final class IngestRows {

    private static final int RATE = Integer.getInteger("sluice.bench.analytics.rate", 20_000);
    private static final int SECONDS = Integer.getInteger("sluice.bench.analytics.seconds", 60);

    private record Sent(long count, long at) {}

    private IngestRows() {}

    static void add(Report report) throws Exception {
        long count = (long) RATE * SECONDS;
        Deque<Sent> sent = new ArrayDeque<>();
        List<Double> ages = Collections.synchronizedList(new ArrayList<>());
        try (var stack = new Stack()) {
            long begin = System.nanoTime();
            Thread watcher = Thread.ofPlatform().daemon().start(() -> watch(stack, count, sent, ages));
            Feed.send(stack.bootstrap(), RATE, count, number -> {
                synchronized (sent) {
                    sent.add(new Sent(number, System.nanoTime()));
                }
            });
            long produced = System.nanoTime();
            watcher.join(TimeUnit.MINUTES.toMillis(5));
            long stored = System.nanoTime();
            List<Double> sorted = ages.stream().sorted().toList();
            report.add("produced_events_per_s", "per_s", count / ((produced - begin) / 1e9), null, (double) RATE);
            report.add("ingest_events_per_s", "per_s", count / ((stored - begin) / 1e9), null, (double) RATE);
            report.add("freshness_p50_s", "s", sorted.get(sorted.size() / 2), null, null);
            report.add("freshness_p95_s", "s", sorted.get((int) (sorted.size() * 0.95)), null, 3.0);
        }
    }

    private static void watch(Stack stack, long count, Deque<Sent> sent, List<Double> ages) {
        long known = 0;
        while (known < count && !Thread.currentThread().isInterrupted()) {
            known = Math.max(known, stack.events());
            long now = System.nanoTime();
            synchronized (sent) {
                while (!sent.isEmpty() && sent.peek().count() <= known) {
                    ages.add((now - sent.remove().at()) / 1e9);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
