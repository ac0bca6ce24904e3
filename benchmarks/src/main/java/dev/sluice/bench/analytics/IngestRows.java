package dev.sluice.bench.analytics;

import dev.sluice.bench.Report;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Events from Kafka into the file: 20,000 a second for a minute ({@code sluice.bench.analytics.seconds}), broker, producer
 * and service on the same cores, after 20 seconds of the same ({@code sluice.bench.analytics.warm}) in which the service, just
 * started, is still being compiled; those are told apart. Fresh is an event when the store says it has that many: looked
 * at every 50 ms.
 */
final class IngestRows {

    private static final int RATE = Integer.getInteger("sluice.bench.analytics.rate", 20_000);
    private static final int SECONDS = Integer.getInteger("sluice.bench.analytics.seconds", 60);
    private static final int WARM = Integer.getInteger("sluice.bench.analytics.warm", 20);

    private record Sent(long count, long at) {}

    private IngestRows() {}

    static void add(Report report) throws Exception {
        long cold = (long) RATE * WARM;
        long count = cold + (long) RATE * SECONDS;
        Deque<Sent> sent = new ArrayDeque<>();
        var coldAges = new ArrayList<Double>();
        var ages = new ArrayList<Double>();
        AtomicLong begin = new AtomicLong();
        AtomicLong before = new AtomicLong();
        AtomicLong stored = new AtomicLong();
        try (var stack = new Stack()) {
            Thread watcher = Thread.ofPlatform()
                    .daemon()
                    .start(() -> watch(stack, count, sent, stored, (told, age) -> {
                        (told.count() <= cold ? coldAges : ages).add(age);
                    }));
            Feed.send(stack.bootstrap(), RATE, count, number -> {
                if (number <= cold) {
                    begin.set(System.nanoTime());
                    before.set(stored.get());
                }
                synchronized (sent) {
                    sent.add(new Sent(number, System.nanoTime()));
                }
            });
            double seconds = (System.nanoTime() - begin.get()) / 1e9;
            double taken = stored.get() - before.get();
            if (!watcher.join(Duration.ofMinutes(5))) {
                throw new IllegalStateException("not all events were stored within five minutes");
            }
            report.add("produced_events_per_s", "per_s", (count - cold) / seconds, null, (double) RATE);
            report.add("ingest_events_per_s", "per_s", taken / seconds, null, (double) RATE);
            report.add("freshness_p50_s", "s", percentile(ages, 0.5), null, null);
            report.add("freshness_p95_s", "s", percentile(ages, 0.95), null, 3.0);
            report.add("freshness_p99_s", "s", percentile(ages, 0.99), null, null);
            report.add("freshness_just_started_p95_s", "s", percentile(coldAges, 0.95), null, null);
        }
    }

    private static double percentile(List<Double> ages, double part) {
        return ages.stream()
                .sorted()
                .skip((long) (ages.size() * part))
                .findFirst()
                .orElseThrow();
    }

    private static void watch(
            Stack stack, long count, Deque<Sent> sent, AtomicLong stored, BiConsumer<Sent, Double> told) {
        long known = 0;
        while (known < count && !Thread.currentThread().isInterrupted()) {
            known = Math.max(known, stack.events());
            stored.set(known);
            long now = System.nanoTime();
            synchronized (sent) {
                while (!sent.isEmpty() && sent.peek().count() <= known) {
                    Sent oldest = sent.remove();
                    told.accept(oldest, (now - oldest.at()) / 1e9);
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
