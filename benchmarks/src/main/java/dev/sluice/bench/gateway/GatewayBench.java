package dev.sluice.bench.gateway;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.Load;
import dev.sluice.bench.load.Measured;
import dev.sluice.bench.load.ProcessCpu;
import dev.sluice.bench.load.Streams;
import dev.sluice.bench.load.Target;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway adds to a call: latency at one connection, processor time per request at thirty-two, time to first
 * token and age of chunks at 48 paced streams, and an exact hit from the near cache. Beside each figure stands nginx's in
 * the same run. Rounds are interleaved; medians of three.
 */
public final class GatewayBench implements Bench.Scenario {

    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration BURST = Duration.ofSeconds(4);
    private static final int ROUNDS = 3;
    private static final int MANY = 32;
    private static final int STREAMS = 48;

    /** One contender's figures over the rounds. */
    private static final class Series {
        private final List<Measured> single = new ArrayList<>();
        private final List<Measured> many = new ArrayList<>();
        private final List<Double> cpuMicros = new ArrayList<>();
    }

    @Override
    public void run(Report report) throws Exception {
        System.out.println("Starting upstream, nginx and the local stack ...");
        try (var contenders = new Contenders();
                var load = new Load();
                var streams = new Streams()) {
            Buffer body = Contenders.body(false);
            Target direct = contenders.direct(body);
            Target nginx = contenders.nginx(body);
            Target gateway = contenders.gateway(body, "off");
            long gatewayPid = contenders.gatewayPid();
            if (nginx == null) {
                System.out.println(
                        "nginx is not installed: its column stays empty (Debian: apt-get install nginx-light).");
            }
            System.out.println("Warming up ...");
            load.run(gateway, MANY, WARM);
            load.run(direct, MANY, BURST);
            var directSeries = new Series();
            var nginxSeries = new Series();
            var gatewaySeries = new Series();
            for (int round = 1; round <= ROUNDS; round++) {
                System.out.printf("Round %d of %d ...%n", round, ROUNDS);
                measure(load, direct, -1, directSeries);
                if (nginx != null) {
                    measure(load, nginx, contenders.nginxPid(), nginxSeries);
                }
                measure(load, gateway, gatewayPid, gatewaySeries);
            }
            passedOn(report, directSeries, nginx == null ? null : nginxSeries, gatewaySeries);
            hits(report, load, contenders.gateway(body, "exact"), directSeries);
            streams(report, streams, contenders);
            report.add("rss_after_mb", "MB", ProcessCpu.residentMb(gatewayPid), null, null);
        }
    }

    private static void measure(Load load, Target target, long pid, Series into)
            throws InterruptedException, IOException {
        into.single.add(load.run(target, 1, BURST));
        double before = pid < 0 ? 0 : ProcessCpu.micros(pid);
        Measured many = load.run(target, MANY, BURST);
        into.many.add(many);
        into.cpuMicros.add(pid < 0 ? 0 : (ProcessCpu.micros(pid) - before) / Math.max(1, many.requests()));
    }

    private static void passedOn(Report report, Series direct, @Nullable Series nginx, Series gateway) {
        for (double percentile : new double[] {50, 99}) {
            ToDoubleFunction<Measured> at = measured -> measured.micros(percentile);
            double floor = median(direct.single, at);
            report.add(
                    "plain_added_p%.0f_us".formatted(percentile),
                    "us",
                    median(gateway.single, at) - floor,
                    nginx == null ? null : median(nginx.single, at) - floor,
                    percentile == 99 ? 190.0 : null);
        }
        double cpu = median(gateway.cpuMicros);
        double rps = median(gateway.many, Measured::perSecond);
        report.add("plain_cpu_us_per_request", "us", cpu, nginx == null ? null : median(nginx.cpuMicros), 45.0);
        report.add("plain_rps", "per_s", rps, nginx == null ? null : median(nginx.many, Measured::perSecond), null);
        if (nginx != null) {
            report.add("plain_rps_vs_nginx", "x", rps / median(nginx.many, Measured::perSecond), 1.0, null);
            report.add("plain_cpu_vs_nginx", "x", cpu / median(nginx.cpuMicros), 1.0, null);
        }
        report.add(
                "failed_requests",
                "count",
                gateway.many.stream().mapToDouble(Measured::failures).sum(),
                null,
                0.0);
    }

    private static void hits(Report report, Load load, Target exact, Series direct) throws InterruptedException {
        load.run(exact, 1, BURST);
        Measured hits = load.run(exact, 1, BURST);
        report.add("exact_hit_p50_us", "us", hits.micros(50), median(direct.single, m -> m.micros(50)), null);
        report.add("exact_hit_p99_us", "us", hits.micros(99), median(direct.single, m -> m.micros(99)), 200.0);
    }

    private static void streams(Report report, Streams streams, Contenders contenders) throws InterruptedException {
        Buffer body = Contenders.body(true);
        Target gateway = contenders.gateway(body, "off");
        Target nginx = contenders.nginx(body);
        streams.run(gateway, STREAMS);
        Streams.Result direct = streams.run(contenders.direct(body), STREAMS);
        Streams.Result floor = nginx == null ? null : streams.run(nginx, STREAMS);
        Streams.Result ours = streams.run(gateway, STREAMS);
        report.add(
                "ttft_added_p99_us",
                "us",
                micros(ours.firstChunk()) - micros(direct.firstChunk()),
                floor == null ? null : micros(floor.firstChunk()) - micros(direct.firstChunk()),
                330.0);
        report.add(
                "chunk_added_p99_us",
                "us",
                micros(ours.chunkAge()) - micros(direct.chunkAge()),
                floor == null ? null : micros(floor.chunkAge()) - micros(direct.chunkAge()),
                10.0);
        report.add(
                "streams_without_drop",
                "count",
                (double) ours.complete(),
                floor == null ? null : (double) floor.complete(),
                (double) STREAMS);
    }

    private static double micros(Histogram histogram) {
        return histogram.getValueAtPercentile(99) / 1000.0;
    }

    private static double median(List<Measured> measured, ToDoubleFunction<Measured> figure) {
        return median(measured.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
