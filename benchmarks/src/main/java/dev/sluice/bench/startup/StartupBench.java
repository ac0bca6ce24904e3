package dev.sluice.bench.startup;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Parts;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.Ensemble;
import dev.sluice.local.build.Home;
import dev.sluice.local.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the start of the process to the first 200 of {@code /health/live} and of {@code /health/ready}, and the resident memory
 * of a service that nobody asks anything: on a JVM with the options of its image, with an AOT cache trained as the image's
 * build trains it, and as a native executable. With a broker that runs, without siblings. Every figure is the median of
 * {@value #ROUNDS} starts; the baseline is the same service on a JVM without a cache. What is missing was not built:
 * {@code ./mvnw -Pnative package} makes executables, {@code -Dquarkus.package.jar.type=aot-jar} what images hold.
 * {@code -Dsluice.bench.startup.parts=gateway,cache} measures some services only.
 */
public final class StartupBench implements Bench.Scenario {

    private static final int ROUNDS = 5;
    private static final List<String> SERVICES = List.of("gateway", "cache", "optimizer", "worker", "analytics");

    private record Figures(double live, double ready, double resident) {}

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("sluice-bench-startup-");
        try (var broker = new Ensemble()) {
            broker.start();
            Parts parts = Parts.chosenBy("sluice.bench.startup.parts");
            for (String service : SERVICES) {
                parts.measure(
                        service, () -> measure(report, new Packaged(service, Home.find()), folder, broker.bootstrap()));
            }
            parts.end();
        } finally {
            Ensemble.delete(folder);
        }
    }

    private static void measure(Report report, Packaged packaged, Path folder, String bootstrap) throws Exception {
        String name = "startup_" + packaged.service();
        Figures plain = median(packaged.onJvm(), folder, bootstrap);
        add(report, name + "_jvm", plain, null);

        Path cache = folder.resolve(packaged.service() + ".aot");
        if (packaged.train(cache, freePort(), folder)) {
            add(report, name + "_aot", median(packaged.onJvm("-XX:AOTCache=" + cache), folder, bootstrap), plain);
            report.add(name + "_aot_cache", "MiB", mebibytes(cache), null, null);
        }
        Optional<Path> executable = packaged.executable();
        if (executable.isPresent()) {
            var command = List.of(executable.get().toString(), "-Xmx700m");
            add(report, name + "_native", median(command, folder, bootstrap), plain);
            report.add(name + "_native_size", "MiB", mebibytes(executable.get()), null, null);
        }
    }

    private static void add(Report report, String name, Figures figures, @Nullable Figures plain) {
        report.add(name + "_live", "ms", figures.live, plain == null ? null : plain.live, null);
        report.add(name + "_ready", "ms", figures.ready, plain == null ? null : plain.ready, null);
        report.add(name + "_rss", "MiB", figures.resident, plain == null ? null : plain.resident, null);
    }

    private static Figures median(List<String> command, Path folder, String bootstrap) throws Exception {
        List<Double> live = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            try (var started = Started.of(command, folder, bootstrap)) {
                live.add(started.awaitLive());
                ready.add(started.awaitReady());
                resident.add(started.residentAtRest());
            }
        }
        return new Figures(middle(live), middle(ready), middle(resident));
    }

    private static double middle(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private static double mebibytes(Path file) throws IOException {
        return Files.size(file) / (double) (1 << 20);
    }

    private static int freePort() throws IOException {
        try (var ports = new FreePorts()) {
            return ports.any();
        }
    }
}
