package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.bench.load.UpstreamProcess;
import dev.sluice.cache.store.RedisIndexes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to compare with questions that lie in Redis: in this service's own copy, or by Redis 8 itself. Needs a
 * redis-server 8 named by SLUICE_REDIS8.
 */
final class RedisRows {

    private static final int QUESTIONS = 10_000;
    private static final int LOOKUPS = 1_000;
    private static final int PATIENCE = 100;

    private RedisRows() {}

    static void add(Report report, Data data, Vectors vectors) throws Exception {
        String server = System.getenv("SLUICE_REDIS8");
        if (server == null || server.isBlank()) {
            System.out.println("No SLUICE_REDIS8, so the rows of Redis are left out.");
            return;
        }
        List<String> questions = data.streamOnce().stream()
                .map(Data.Asked::text)
                .distinct()
                .limit(QUESTIONS)
                .toList();
        vectors.need(questions);
        int port = UpstreamProcess.freePort();
        Process redis = new ProcessBuilder(
                        server,
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitPort(port);
            for (boolean byRedis : new boolean[] {false, true}) {
                measure(report, questions, vectors, "redis://127.0.0.1:" + port, byRedis);
            }
        } finally {
            redis.destroy();
            redis.waitFor(5, TimeUnit.SECONDS);
        }
    }

    private static void measure(Report report, List<String> questions, Vectors vectors, String url, boolean byRedis)
            throws Exception {
        String name = byRedis ? "redis_server_" : "redis_copy_";
        try (var indexes = new RedisIndexes(url)) {
            long empty = indexes.bytes();
            var writer = indexes.replica(byRedis);
            long begun = System.nanoTime();
            for (int i = 0; i < questions.size(); i++) {
                writer.keep(i, questions.get(i), vectors.of(questions.get(i)));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            report.add(name + "bytes_each", "bytes", (double) (indexes.bytes() - empty) / questions.size(), null, null);
            report.add(name + "puts_per_s", "per_s", questions.size() / seconds, null, null);
            var fresh = indexes.replica(byRedis);
            long start = System.nanoTime();
            fresh.near(vectors.of(questions.getFirst()));
            report.add(name + "first_ms", "ms", (System.nanoTime() - start) / 1e6, null, null);
            var all = new Timed(LOOKUPS);
            int found = 0;
            for (int i = -LOOKUPS / 10; i < LOOKUPS; i++) {
                float[] vector = vectors.of(questions.get(Math.floorMod(i * 7_919, questions.size())));
                long from = System.nanoTime();
                int near = fresh.near(vector);
                if (i >= 0) {
                    all.add(System.nanoTime() - from);
                    found += near > 0 ? 1 : 0;
                }
            }
            report.add(name + "p50_ms", "ms", all.micros(0.5) / 1e3, null, null);
            report.add(name + "p99_ms", "ms", all.micros(0.99) / 1e3, null, null);
            report.add(name + "found", "percent", 100.0 * found / LOOKUPS, null, 100.0);
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(PATIENCE);
            }
        }
        throw new IllegalStateException("redis-server does not listen on port " + port);
    }
}
