package dev.sluice.bench.load;

import dev.sluice.local.build.Home;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import dev.sluice.local.process.Suite;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and whatever else is put beside it, each a process of its own; stopped and removed at the end. */
public final class Ensemble implements AutoCloseable {

    /** What the services of an ensemble know each other by. */
    public static final String SECRET = "benchmark-internal-secret";

    private static final String BROKER = "kafka";
    private static final Duration READY = Duration.ofMinutes(2);

    private final Home home = Home.find();
    private final List<Child> children = new ArrayList<>();
    private final FreePorts ports = new FreePorts();
    private final Path folder;
    private final int kafka;
    private Suite suite = new Suite(List.of());

    /** An ensemble of a broker alone, not started yet. */
    public Ensemble() throws IOException {
        folder = Files.createTempDirectory("sluice-bench-");
        kafka = ports.any();
        List<String> command = List.of(
                Home.java().toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                home.classPath("local-stack"),
                "dev.sluice.local.broker.Broker",
                folder.resolve(BROKER).toString(),
                Integer.toString(kafka));
        add(BROKER, command, Map.of(), kafka, Probe.port(kafka), 2);
    }

    /** A port nobody else of the ensemble has. */
    public int port() throws IOException {
        return ports.any();
    }

    /** Puts a program beside the broker that is there as long as the broker is. */
    public void add(String name, List<String> command, int port) {
        add(name, command, Map.of(), port, Probe.port(port), 2);
    }

    /**
     * Puts a service beside it; its port.
     *
     * @param module the service's module
     * @param name what it is called here
     * @param options more options of its JVM
     * @param settings more variables
     */
    public int service(String module, String name, List<String> options, Map<String, String> settings)
            throws IOException {
        int port = port();
        Map<String, String> env = new HashMap<>(settings);
        env.put("SLUICE_KAFKA_BOOTSTRAP", bootstrap());
        env.put("SLUICE_INTERNAL_SECRET", SECRET);
        env.put("SLUICE_DATA_DIR", data(name).toString());
        env.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        List<String> command = new ArrayList<>(
                List.of(Home.java().toString(), "-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-jar", home.runnable(module).toString()));
        add(name, command, env, port, Probe.http(port, "/health/ready"), 1);
        return port;
    }

    private void add(
            String name, List<String> command, Map<String, String> more, int port, Probe probe, int stopOrder) {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.putAll(more);
        children.add(new Child(
                name,
                command,
                env,
                folder.resolve(name),
                folder.resolve(name + "-tmp"),
                folder.resolve(name + ".log"),
                port,
                probe,
                stopOrder));
    }

    /** Starts all of them and waits until they are ready; nothing is put beside them after that. */
    public void start() throws IOException {
        ports.close();
        suite = new Suite(children);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> suite.stop(Duration.ofSeconds(2)), "stop-ensemble"));
        suite.startMissing();
        suite.awaitReady(suite.processes(), READY, ready -> {});
    }

    /** Where its broker is. */
    public String bootstrap() {
        return "127.0.0.1:" + kafka;
    }

    /** Where a service keeps its data. */
    public Path data(String name) {
        return folder.resolve(name + "-data");
    }

    /** Ends one as a power cut would. */
    public void kill(String name) {
        suite.kill9(name);
    }

    /** Starts one that was killed and waits until it is ready. */
    public void restart(String name) {
        suite.start(name);
        suite.awaitReady(List.of(suite.process(name)), READY, ready -> {});
    }

    /** Stops all of them in order; their data stay until it is closed. */
    public void stop() {
        suite.stop(Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        stop();
        delete(folder);
    }

    /** Removes a folder and what is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
