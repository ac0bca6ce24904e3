package dev.sluice.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@link Upstream} in a process of its own, so that what it does is not what is measured. */
public final class UpstreamProcess implements AutoCloseable {

    private final int port;
    private final Process process;

    private UpstreamProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Starts one on a free port with little memory and no log; it listens a moment later. */
    public static UpstreamProcess start() throws IOException {
        return start("256m", ProcessBuilder.Redirect.DISCARD);
    }

    /**
     * Starts one on a free port; it listens a moment later.
     *
     * @param heap its heap, as {@code -Xmx} has it
     * @param log where its output goes
     */
    public static UpstreamProcess start(String heap, ProcessBuilder.Redirect log) throws IOException {
        int port = freePort();
        return new UpstreamProcess(
                port,
                new ProcessBuilder(List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx" + heap,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Upstream.class.getName(),
                                String.valueOf(port)))
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start());
    }

    /** A port of this machine that nobody listens on now. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** What a gateway needs for it as its provider. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
    }
}
