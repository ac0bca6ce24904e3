package dev.sluice.gateway.testing;

import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged gateway as a process of its own, for stories about several replicas and about sudden death. */
public final class GatewayProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path folder;
    private final int port;
    private final int management;

    private GatewayProcess(Process process, Path folder, int port, int management) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.management = management;
    }

    /** Starts one; {@link #awaitReady} tells when it serves. */
    public static GatewayProcess start(Map<String, String> environment) {
        List<Integer> ports = Ports.free(2);
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "gateway-");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-jar",
                            JAR.toAbsolutePath().toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("gateway.log").toFile());
            builder.environment()
                    .putAll(Map.of(
                            "QUARKUS_HTTP_PORT", Integer.toString(ports.get(0)),
                            "QUARKUS_HTTP_HOST", "127.0.0.1",
                            "QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.get(1)),
                            "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                            "SLUICE_INTERNAL_SECRET", "test-internal-secret",
                            "SLUICE_GATEWAY_KEY_PEPPER", "test-key-pepper-of-no-worth",
                            "SLUICE_GATEWAY_ADMIN_KEY", "test-admin-key",
                            "SLUICE_DATA_DIR", folder.resolve("data").toString(),
                            // A busy machine must not change the story.
                            "SLUICE_GATEWAY_OVERLOAD_LOOP_DELAY", "60s"));
            builder.environment().putAll(environment);
            var gateway = new GatewayProcess(builder.start(), folder, ports.get(0), ports.get(1));
            Runtime.getRuntime().addShutdownHook(new Thread(gateway.process::destroyForcibly, "gateway-stop"));
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves. */
    public GatewayProcess awaitReady() {
        await("a gateway on port " + port + ", see " + folder)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new IllegalStateException("the gateway ended; see " + folder.resolve("gateway.log"));
        }
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(URI.create(admin() + "/health/ready"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where it answers. */
    public String base() {
        return "http://127.0.0.1:" + port;
    }

    /** Where its admin API answers. */
    public String admin() {
        return "http://127.0.0.1:" + management;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
