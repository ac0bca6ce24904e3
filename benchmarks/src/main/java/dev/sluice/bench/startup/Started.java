package dev.sluice.bench.startup;

import dev.sluice.bench.load.Ensemble;
import dev.sluice.bench.load.ProcessCpu;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service that was just started with a data folder of its own, and the moment it was. Ended in order when closed. */
final class Started implements AutoCloseable {

    private static final long LONGEST_SECONDS = 120;
    private static final long REST_SECONDS = 3;

    private final Process process;
    private final long began;
    private final int port;

    private Started(Process process, long began, int port) {
        this.process = process;
        this.began = began;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param command the program and its arguments
     * @param folder where its data and its log go
     * @param bootstrap where the broker is
     */
    static Started of(List<String> command, Path folder, String bootstrap) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile());
        var settings = builder.environment();
        settings.keySet().removeIf(name -> name.startsWith("SLUICE_") || name.startsWith("QUARKUS_"));
        settings.put("SLUICE_KAFKA_BOOTSTRAP", bootstrap);
        settings.put("SLUICE_INTERNAL_SECRET", Ensemble.SECRET);
        settings.put("SLUICE_GATEWAY_KEY_PEPPER", Ensemble.SECRET);
        settings.put(
                "SLUICE_DATA_DIR", Files.createTempDirectory(folder, "data-").toString());
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        int port;
        try (var ports = new FreePorts()) {
            port = ports.any();
            settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
            settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.any()));
        }
        long began = System.nanoTime();
        return new Started(builder.start(), began, port);
    }

    /** Milliseconds from its start until it said that it lives. */
    double awaitLive() throws InterruptedException {
        return await(Probe.http(port, "/health/live"));
    }

    /** Milliseconds from its start until it said that it is ready. */
    double awaitReady() throws InterruptedException {
        return await(Probe.http(port, "/health/ready"));
    }

    /** Resident memory in MiB after a few seconds in which nobody asked it anything. */
    double residentAtRest() throws InterruptedException, IOException {
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        return ProcessCpu.residentMb(process.pid());
    }

    private double await(Probe probe) throws InterruptedException {
        long end = began + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!probe.isReady()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        probe.at() + " did not answer; the process " + (process.isAlive() ? "runs" : "has ended"));
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
