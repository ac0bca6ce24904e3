package dev.sluice.worker.knowledge;

import dev.sluice.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real OpenSearch in a process of its own, by the command that SLUICE_OPENSEARCH names ({@code .ci/opensearch} makes one). */
final class OpenSearchNode implements AutoCloseable {

    private static final Duration DOWN_WITHIN = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private Process process;

    private OpenSearchNode(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = run();
    }

    /** Starts one; the test is left out where there is none to be had. */
    static OpenSearchNode start(Path folder) {
        Assumptions.assumeTrue(command() != null, "SLUICE_OPENSEARCH names no OpenSearch; .ci/opensearch makes one");
        return new OpenSearchNode(folder, Ports.free());
    }

    private static String command() {
        return System.getenv("SLUICE_OPENSEARCH");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Process run() {
        try {
            Process started = new ProcessBuilder(command(), folder.toString(), Integer.toString(port))
                    .redirectError(
                            folder.resolveSibling(folder.getFileName() + ".log").toFile())
                    .start();
            var said = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            for (String line = said.readLine(); !"STARTED".equals(line); line = said.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("OpenSearch did not start; " + folder + ".log says why");
                }
            }
            Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** On the same folder and port. */
    void again() {
        process = run();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(DOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }
}
