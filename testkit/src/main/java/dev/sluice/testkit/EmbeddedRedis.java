package dev.sluice.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real redis-server process on loopback, without persistence. */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Duration START_DEADLINE = Duration.ofSeconds(15);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);

    private final Process process;
    private final Path folder;
    private final int port;

    private EmbeddedRedis(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a server on a free port. */
    public static EmbeddedRedis start() {
        return start(Ports.free());
    }

    /**
     * Starts a server on this port: for a server that comes back after {@link #kill()}, with more settings if wanted, such
     * as {@code "--maxmemory", "8mb"}.
     */
    public static EmbeddedRedis start(int port, String... settings) {
        return start(RedisBinary.find(), port, settings);
    }

    /** Whether there is a server with vector sets, Redis 8 or newer, to be had here: on the PATH or named by SLUICE_REDIS8. */
    public static boolean hasVectorSets() {
        return RedisBinary.withVectorSets().isPresent();
    }

    /** Starts one on a free port. An {@link IllegalStateException} where there is none. */
    public static EmbeddedRedis startWithVectorSets() {
        return startWithVectorSets(Ports.free());
    }

    /** The same on this port: for one that takes another's place. */
    public static EmbeddedRedis startWithVectorSets(int port) {
        Path binary = RedisBinary.withVectorSets()
                .orElseThrow(() -> new IllegalStateException(
                        "No redis-server 8 or newer on the PATH and none named by SLUICE_REDIS8"));
        return start(binary, port);
    }

    private static EmbeddedRedis start(Path binary, int port, String... settings) {
        Path folder = TempFolders.make("sluice-redis-");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
        command.addAll(List.of(settings));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            var redis = new EmbeddedRedis(process, folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(redis::close, "embedded-redis-stop"));
            redis.awaitReady();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server could not be run: " + command, e);
        }
    }

    /** {@code redis://127.0.0.1:PORT}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The server's process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process as {@code kill -9} does; whatever it held is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops the server and removes its folder. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
        TempFolders.remove(folder);
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        try {
            Awaitility.await("redis-server on port " + port)
                    .atMost(START_DEADLINE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || answersPing());
            if (!process.isAlive()) {
                throw new IllegalStateException("redis-server ended at once");
            }
        } catch (RuntimeException e) {
            String log = log();
            close();
            throw new IllegalStateException("redis-server did not start on port " + port + ":\n" + log, e);
        }
    }

    private boolean answersPing() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(500);
            OutputStream out = socket.getOutputStream();
            out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("redis.log"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
