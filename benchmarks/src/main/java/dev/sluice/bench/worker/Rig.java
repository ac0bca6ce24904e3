package dev.sluice.bench.worker;

import dev.sluice.local.build.Home;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import dev.sluice.local.process.Suite;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A broker, a Redis when the machine has one, and workers without the rest of the suite; stopped and removed at the end. */
final class Rig implements AutoCloseable {

    static final String SECRET = "benchmark-internal-secret";

    private static final String BROKER = "kafka";
    private static final String REDIS = "redis";
    private static final Duration READY = Duration.ofMinutes(2);

    private final Path folder;
    private final Suite suite;
    private final int kafka;
    private final List<Integer> workers = new ArrayList<>();
    private final boolean redis;

    private Rig(int count, boolean wanted, Map<String, String> settings) throws IOException {
        folder = Files.createTempDirectory("sluice-bench-");
        Home home = Home.find();
        Optional<Path> server = wanted ? onPath("redis-server") : Optional.empty();
        redis = server.isPresent();
        List<Child> children = new ArrayList<>();
        try (var ports = new FreePorts()) {
            kafka = ports.any();
            children.add(child(
                    BROKER,
                    List.of(
                            Home.java().toString(),
                            "-Xmx384m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            home.classPath("local-stack"),
                            "dev.sluice.local.broker.Broker",
                            folder.resolve(BROKER).toString(),
                            Integer.toString(kafka)),
                    Map.of(),
                    kafka,
                    Probe.port(kafka),
                    2));
            Map<String, String> env = new HashMap<>(settings);
            if (server.isPresent()) {
                int port = ports.any();
                children.add(child(
                        REDIS,
                        List.of(server.get().toString(), "--port", Integer.toString(port), "--save", ""),
                        Map.of(),
                        port,
                        Probe.port(port),
                        2));
                env.put("SLUICE_REDIS_URL", "redis://127.0.0.1:" + port);
            }
            for (int i = 0; i < count; i++) {
                int port = ports.any();
                workers.add(port);
                children.add(worker(home, i, port, env));
            }
        }
        suite = new Suite(children);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> suite.stop(Duration.ofSeconds(2)), "stop-rig"));
        suite.startMissing();
        suite.awaitReady(suite.processes(), READY, ready -> {});
    }

    /**
     * Starts one.
     *
     * @param workers how many workers
     * @param redis whether leases are to be in Redis; without one on the PATH they are in the worker
     * @param settings more variables for the workers
     */
    static Rig start(int workers, boolean redis, Map<String, String> settings) throws IOException {
        return new Rig(workers, redis, settings);
    }

    private Child worker(Home home, int number, int port, Map<String, String> settings) {
        Map<String, String> env = new HashMap<>(settings);
        env.put("SLUICE_KAFKA_BOOTSTRAP", bootstrap());
        env.put("SLUICE_INTERNAL_SECRET", SECRET);
        env.put("SLUICE_DATA_DIR", folder.resolve(name(number) + "-data").toString());
        env.put("SLUICE_WORKER_TASKS_NOOP", "true");
        // Piles are what is measured, not the gate that keeps a tenant from making one.
        env.put("SLUICE_WORKER_TASKS_QUEUED_PER_LANE", "100000");
        env.put("SLUICE_WORKER_TASKS_START_WITHIN_CRITICAL", "1h");
        env.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        env.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
        List<String> command = new ArrayList<>(
                List.of(Home.java().toString(), "-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        Optional.ofNullable(System.getProperty("sluice.bench.worker.jvm"))
                .ifPresent(options -> command.addAll(Arrays.asList(options.split(" "))));
        command.addAll(List.of("-jar", home.runnable("worker-service").toString()));
        return child(name(number), command, env, port, Probe.http(port, "/health/ready"), 1);
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

    String url(int worker) {
        return "http://127.0.0.1:" + workers.get(worker);
    }

    boolean hasRedis() {
        return redis;
    }

    /** The id a worker signs its leases with. */
    String workerId(int number) throws IOException {
        return Files.readString(folder.resolve(name(number) + "-data").resolve("worker-id"))
                .strip();
    }

    /** Ends a worker as a power cut would. */
    void kill(int worker) {
        suite.kill9(name(worker));
    }

    /** Starts a worker that was killed and waits until it is ready. */
    void restart(int worker) {
        suite.start(name(worker));
        suite.awaitReady(List.of(suite.process(name(worker))), READY, ready -> {});
    }

    private static String name(int worker) {
        return "worker-" + worker;
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        suite.stop(Duration.ofSeconds(10));
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
