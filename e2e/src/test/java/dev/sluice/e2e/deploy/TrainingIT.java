package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.build.Home;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build of an image does to make an AOT cache, done here with the service as Maven packages it. */
@Tag("long")
class TrainingIT {

    private static final String SERVICE = "optimizer";

    @TempDir
    Path folder;

    @Test
    void aServiceIsTrainedWithoutABrokerAndStartsFromWhatWasLearned() throws Exception {
        Path runnable = Home.find().runnable(SERVICE + "-service");
        Path cache = folder.resolve("app.aot");
        String dockerfile = Repo.read(SERVICE + "-service/src/main/docker/Dockerfile.jvm");
        String options = dockerfile.replaceFirst("(?s).*JAVA_TOOL_OPTIONS=\"([^\"]*)\".*", "$1");

        Process training = start(
                List.of(
                        "bash",
                        Repo.path(".ci", "train").toString(),
                        runnable.getParent().toString(),
                        cache.toString(),
                        Integer.toString(port()),
                        "/optimize/prompt",
                        "{\"text\":\"Could you please tell me what a sluice is?\"}"),
                Map.of("JAVA_HOME", Home.javaHome().toString(), "JAVA_TOOL_OPTIONS", options));
        assertThat(training.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(training.exitValue()).as(said()).isZero();
        assertThat(said()).contains("/health/ready: HTTP/1.1", "/optimize/prompt: HTTP/1.1 200", "Trained: ");

        int port = port();
        Process service = start(
                // With this mode a JVM that cannot use its cache does not start.
                List.of(Home.java().toString(), "-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-jar", runnable.toString()),
                Map.of(
                        "JAVA_TOOL_OPTIONS",
                        options,
                        "SLUICE_DATA_DIR",
                        folder.toString(),
                        "SLUICE_INTERNAL_SECRET",
                        "a-secret-that-is-long-enough",
                        "SLUICE_KAFKA_BOOTSTRAP",
                        "127.0.0.1:1",
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port)));
        try {
            Probe live = Probe.http(port, "/health/live");
            await().atMost(Duration.ofSeconds(90)).until(() -> live.isReady() || !service.isAlive());
            assertThat(live.isReady()).as(said()).isTrue();
        } finally {
            service.destroy();
            assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.startsWith("QUARKUS_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private static int port() throws IOException {
        try (var ports = new FreePorts()) {
            return ports.any();
        }
    }
}
