package dev.sluice.bench.analytics;

import dev.sluice.local.build.Home;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import dev.sluice.local.process.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A broker and an analytics-service, two processes of their own; stopped and removed at the end. */
final class Stack implements AutoCloseable {

    private static final String ANALYTICS = "analytics";
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Pattern EVENTS = Pattern.compile("\"events\":\"(\\d+)\"");

    private final Path folder;
    private final Suite suite;
    private final int kafka;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    Stack() throws IOException {
        folder = Files.createTempDirectory("sluice-bench-analytics-");
        Home home = Home.find();
        try (var ports = new FreePorts()) {
            kafka = ports.any();
            port = ports.any();
        }
        List<String> broker = List.of(
                Home.java().toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                home.classPath("local-stack"),
                "dev.sluice.local.broker.Broker",
                folder.resolve("kafka").toString(),
                Integer.toString(kafka));
        List<String> analytics = List.of(
                Home.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                home.runnable("analytics-service").toString());
        Map<String, String> settings = Map.of(
                "SLUICE_KAFKA_BOOTSTRAP", bootstrap(),
                "SLUICE_INTERNAL_SECRET", "benchmark-internal-secret",
                "SLUICE_DATA_DIR", folder.resolve("data").toString(),
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_HTTP_HOST", "127.0.0.1");
        suite = new Suite(List.of(
                child("kafka", broker, Map.of(), kafka, Probe.port(kafka), 2),
                child(ANALYTICS, analytics, settings, port, Probe.http(port, "/health/ready"), 1)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> suite.stop(Duration.ofSeconds(2)), "stop-stack"));
        suite.startMissing();
        suite.awaitReady(suite.processes(), READY, ready -> {});
    }

    private Child child(
            String name, List<String> command, Map<String, String> extra, int port, Probe probe, int stopOrder) {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.putAll(extra);
        return new Child(
                name,
                command,
                env,
                folder.resolve(name),
                folder.resolve(name + "-tmp"),
                folder.resolve(name + ".log"),
                port,
                probe,
                stopOrder);
    }

    String bootstrap() {
        return "127.0.0.1:" + kafka;
    }

    /** The file of the store. */
    Path file() {
        return folder.resolve("data").resolve("analytics.duckdb");
    }

    /** Events that are committed; -1 while nobody answers. */
    long events() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/status"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            Matcher told = EVENTS.matcher(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return told.find() ? Long.parseLong(told.group(1)) : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Ends the analytics-service as a power cut would, and starts it again. */
    void killAndRestart() {
        suite.kill9(ANALYTICS);
        suite.start(ANALYTICS);
        suite.awaitReady(List.of(suite.process(ANALYTICS)), READY, ready -> {});
    }

    /** Stops all processes in order, so that the file can be looked into. */
    void stop() {
        suite.stop(Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        stop();
        http.close();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
