package dev.sluice.bench.gateway;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.Crowd;
import dev.sluice.bench.load.Load;
import dev.sluice.bench.load.Measured;
import dev.sluice.bench.load.ProcessCpu;
import dev.sluice.bench.load.Streams;
import dev.sluice.bench.load.Target;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway adds to a call, plain and governed: latency at one connection, processor time per request at
 * thirty-two, time to first token and age of chunks of paced streams, an exact hit, and memory under a crowd of large
 * bodies. Beside it nginx and Portkey in the same run. Rounds are interleaved; medians of three.
 */
public final class GatewayBench implements Bench.Scenario {

    private static final Duration WARM = Duration.ofSeconds(20);
    private static final Duration BURST = Duration.ofSeconds(4);
    private static final int ROUNDS = 3;
    private static final int MANY = 32;
    private static final int PACED_STREAMS = 48;
    private static final int CALM_STREAMS = 512;
    private static final int CROWD = 1_500;
    private static final int SENTENCES_OF_150_KB = 6_680;
    private static final int REST_SECONDS = 20;

    /** A contender with what it showed. */
    private record Contender(Target target, long pid, Series series) {

        static @Nullable Contender of(@Nullable Target target, long pid) {
            return target == null ? null : new Contender(target, pid, new Series());
        }
    }

    @Override
    public void run(Report report) throws Exception {
        System.out.println("Starting the upstream, nginx, Portkey and the local stack ...");
        try (var contenders = new Contenders();
                var load = new Load();
                var streams = new Streams();
                var crowd = new Crowd()) {
            Buffer body = Contenders.body(false);
            long gatewayPid = contenders.gatewayPid();
            var direct = new Contender(contenders.direct(body), -1, new Series());
            var plain = new Contender(contenders.gateway(body, "off"), gatewayPid, new Series());
            var governed = new Contender(contenders.governed(body), gatewayPid, new Series());
            Contender nginx = Contender.of(contenders.nginx(body), contenders.nginxPid());
            Contender portkey = Contender.of(contenders.portkey(body), contenders.portkeyPid());
            tellWhatIsMissing(nginx, portkey);
            List<Contender> all = new ArrayList<>(List.of(direct, plain, governed));
            if (nginx != null) {
                all.add(nginx);
            }
            if (portkey != null) {
                all.add(portkey);
            }
            System.out.println("Warming up ...");
            for (Contender contender : all) {
                load.run(contender.target(), MANY, WARM);
            }
            for (int round = 1; round <= ROUNDS; round++) {
                System.out.printf("Round %d of %d ...%n", round, ROUNDS);
                for (Contender contender : all) {
                    measure(load, contender);
                }
            }
            var table = new Table(
                    report,
                    direct.series(),
                    plain.series(),
                    governed.series(),
                    nginx == null ? null : nginx.series(),
                    portkey == null ? null : portkey.series());
            table.write();
            hits(report, load, contenders.gateway(body, "exact"), direct.series());
            System.out.println("Streams ...");
            streams(report, streams, contenders);
            System.out.println("A crowd of large bodies ...");
            crowd(report, crowd, contenders);
        }
    }

    private static void tellWhatIsMissing(@Nullable Contender nginx, @Nullable Contender portkey) {
        if (nginx == null) {
            System.out.println("nginx is not installed: its column stays empty (Debian: apt-get install nginx-light).");
        }
        if (portkey == null) {
            System.out.println("Portkey could not be had (it needs Node.js and npm): its figures are left out.");
        }
    }

    private static void measure(Load load, Contender contender) throws InterruptedException, IOException {
        contender.series().single().add(load.run(contender.target(), 1, BURST));
        long pid = contender.pid();
        double before = pid < 0 ? 0 : ProcessCpu.micros(pid);
        Measured many = load.run(contender.target(), MANY, BURST);
        contender.series().many().add(many);
        contender
                .series()
                .cpuMicros()
                .add(pid < 0 ? 0 : (ProcessCpu.micros(pid) - before) / Math.max(1, many.requests()));
    }

    private static void hits(Report report, Load load, Target exact, Series direct) throws InterruptedException {
        load.run(exact, 1, BURST);
        Measured hits = load.run(exact, 1, BURST);
        report.add("exact_hit_p50_us", "us", hits.micros(50), direct.latency(50), null);
        report.add("exact_hit_p99_us", "us", hits.micros(99), direct.latency(99), 200.0);
    }

    private static void streams(Report report, Streams streams, Contenders contenders) throws InterruptedException {
        Buffer body = Contenders.body(true);
        Target gateway = contenders.gateway(body, "off");
        Target nginx = contenders.nginx(body);
        streams.run(gateway, PACED_STREAMS);
        Streams.Result direct = streams.run(contenders.direct(body), PACED_STREAMS);
        Streams.Result floor = nginx == null ? null : streams.run(nginx, PACED_STREAMS);
        Streams.Result ours = streams.run(gateway, PACED_STREAMS);
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
        Buffer calm = Contenders.body(true, "calm", 40);
        Target nginxCalm = contenders.nginx(calm);
        Streams.Result held = streams.run(contenders.gateway(calm, "off"), CALM_STREAMS);
        report.add(
                "streams_without_drop",
                "count",
                (double) held.complete(),
                nginxCalm == null
                        ? null
                        : (double) streams.run(nginxCalm, CALM_STREAMS).complete(),
                (double) CALM_STREAMS);
    }

    /** All bodies are held at once, since the upstream waits two seconds before it answers. */
    private static void crowd(Report report, Crowd crowd, Contenders contenders) throws Exception {
        Buffer large = Contenders.body(false, "hold", SENTENCES_OF_150_KB);
        Crowd.Result seen = crowd.run(contenders.gateway(large, "off"), CROWD, contenders.gatewayPid());
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        report.add("answered_150kb", "count", seen.answered(), null, (double) CROWD);
        report.add("refused_150kb", "count", seen.refused(), null, null);
        report.add("lost_150kb", "count", seen.lost(), null, 0.0);
        report.add("rss_peak_150kb_mb", "MB", seen.peakMb(), null, 620.0);
        report.add("rss_after_150kb_mb", "MB", ProcessCpu.residentMb(contenders.gatewayPid()), null, 150.0);
    }

    private static double micros(Histogram histogram) {
        return histogram.getValueAtPercentile(99) / 1000.0;
    }
}
