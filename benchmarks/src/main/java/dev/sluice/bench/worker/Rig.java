package dev.sluice.bench.worker;

import dev.sluice.bench.load.Ensemble;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker, a Redis when the machine has one, and workers without the rest of the suite. */
final class Rig implements AutoCloseable {

    private final Ensemble ensemble = new Ensemble();
    private final List<Integer> workers = new ArrayList<>();
    private final boolean redis;

    private Rig(int count, boolean wanted, Map<String, String> settings) throws IOException {
        Optional<Path> server = wanted ? onPath("redis-server") : Optional.empty();
        redis = server.isPresent();
        Map<String, String> env = new HashMap<>(settings);
        if (server.isPresent()) {
            int port = ensemble.port();
            ensemble.add(
                    "redis", List.of(server.get().toString(), "--port", Integer.toString(port), "--save", ""), port);
            env.put("SLUICE_REDIS_URL", "redis://127.0.0.1:" + port);
        }
        env.put("SLUICE_WORKER_TASKS_NOOP", "true");
        // Piles are what is measured, not the gate that keeps a tenant from making one.
        env.put("SLUICE_WORKER_TASKS_QUEUED_PER_LANE", "100000");
        env.put("SLUICE_WORKER_TASKS_START_WITHIN_CRITICAL", "1h");
        env.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
        List<String> options = Optional.ofNullable(System.getProperty("sluice.bench.worker.jvm"))
                .map(given -> List.of(given.split(" ")))
                .orElse(List.of());
        for (int i = 0; i < count; i++) {
            workers.add(ensemble.service("worker-service", name(i), options, env));
        }
        ensemble.start();
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

    String bootstrap() {
        return ensemble.bootstrap();
    }

    String url(int worker) {
        return "http://127.0.0.1:" + workers.get(worker);
    }

    boolean hasRedis() {
        return redis;
    }

    /** The id a worker signs its leases with. */
    String workerId(int number) throws IOException {
        return Files.readString(ensemble.data(name(number)).resolve("worker-id"))
                .strip();
    }

    /** Ends a worker as a power cut would. */
    void kill(int worker) {
        ensemble.kill(name(worker));
    }

    /** Starts a worker that was killed and waits until it is ready. */
    void restart(int worker) {
        ensemble.restart(name(worker));
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
        try {
            ensemble.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
