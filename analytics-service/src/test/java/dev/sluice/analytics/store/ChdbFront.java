package dev.sluice.analytics.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A ClickHouse for tests: chDB, which is the engine as a library, behind a thin HTTP front of our own in Node. What is
 * tested is the engine's SQL, its tables and our client; not the server's own network code. {@code .ci/chdb} fetches it.
 */
public final class ChdbFront implements AutoCloseable {

    /** Names the folder with {@code node_modules/chdb}. */
    public static final String VARIABLE = "SLUICE_CHDB";

    private final Process process;
    private final int port;

    private ChdbFront(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether this machine has one. */
    public static boolean isThere() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(folder -> Files.isDirectory(Path.of(folder, "node_modules", "chdb")))
                .orElse(false);
    }

    /** Starts one with empty tables; ready when this returns. */
    public static ChdbFront start(Path folder) throws IOException {
        Path script = folder.resolve("chdb-front.mjs");
        try (var in = ChdbFront.class.getResourceAsStream("/chdb-front.mjs")) {
            Files.copy(java.util.Objects.requireNonNull(in), script);
        }
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var builder = new ProcessBuilder("node", script.toString(), System.getenv(VARIABLE), Integer.toString(port));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        BufferedReader said = process.inputReader();
        if (!"ready".equals(said.readLine())) {
            process.destroyForcibly();
            throw new IOException("chDB did not start");
        }
        return new ChdbFront(process, port);
    }

    /** A store over it. */
    public ClickHouseStore store() {
        return new ClickHouseStore(new ClickHouseSettings(
                URI.create("http://127.0.0.1:" + port), "default", "default", "", 2, Duration.ofSeconds(60)));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
