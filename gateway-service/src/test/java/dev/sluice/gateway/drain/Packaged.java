package dev.sluice.gateway.drain;

import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.StaticKey;
import dev.sluice.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The packaged gateway as a process of its own, with one key, without Kafka and siblings. */
final class Packaged implements AutoCloseable {

    private static final Path RUNNABLE = Path.of("target", "quarkus-app", "quarkus-run.jar");

    final Process process;
    final Client client;
    final Path data;

    Packaged(Path folder, String openAiUrl, Map<String, String> settings) {
        int port = Ports.free();
        data = folder.resolve("data");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "-jar",
                        RUNNABLE.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gateway.log").toFile());
        Map<String, String> env = new HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(Ports.free()),
                "SLUICE_DATA_DIR",
                data.toString(),
                "SLUICE_KAFKA_BOOTSTRAP",
                "127.0.0.1:1",
                "SLUICE_GATEWAY_KEY_PEPPER",
                StaticKey.PEPPER,
                "SLUICE_GATEWAY_STATIC_KEYS_FIXED_HASH",
                StaticKey.hash(),
                "SLUICE_GATEWAY_STATIC_KEYS_FIXED_TENANT",
                "acme",
                "OPENAI_BASE_URL",
                openAiUrl,
                "OPENAI_API_KEY",
                "k"));
        env.put("SLUICE_INTERNAL_SECRET", "it-internal-secret-of-no-worth");
        env.putAll(settings);
        builder.environment().putAll(env);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = new Client("http://127.0.0.1:" + port, StaticKey.KEY);
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> client.get("/health/ready").status() == 200);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
