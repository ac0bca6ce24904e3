package dev.sluice.e2e.stories;

import dev.sluice.local.LocalStack;
import dev.sluice.local.build.Home;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Running;
import dev.sluice.local.process.Suite;
import dev.sluice.testkit.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A suite for stories of violence: with a Redis that can be killed and comes back empty, a second worker beside the
 * suite's own, and the type {@code noop}.
 */
final class Siege implements AutoCloseable {

    /** What can be killed. */
    enum Victim {
        GATEWAY,
        WORKER,
        SECOND_WORKER,
        BROKER,
        REDIS
    }

    private static final String SECOND = "second-worker";
    private static final Duration READY = Duration.ofMinutes(2);

    private final LocalStack stack;
    private final Suite second;
    private EmbeddedRedis redis;

    private Siege(Map<String, String> settings) {
        redis = EmbeddedRedis.start();
        var building =
                LocalStack.builder().env("SLUICE_REDIS_URL", redis.url()).env("SLUICE_WORKER_TASKS_NOOP", "true");
        settings.forEach(building::env);
        stack = building.start();
        second = new Suite(List.of(secondWorker(settings)));
        second.startMissing();
        second.awaitReady(second.processes(), READY, ready -> {});
    }

    static Siege lay(Map<String, String> settings) {
        return new Siege(settings);
    }

    private Child secondWorker(Map<String, String> settings) {
        try (var ports = new FreePorts()) {
            int port = ports.any();
            Path folder = Files.createTempDirectory("sluice-second-");
            Map<String, String> env = new HashMap<>(System.getenv());
            env.putAll(settings);
            env.put("SLUICE_REDIS_URL", redis.url());
            env.put("SLUICE_WORKER_TASKS_NOOP", "true");
            env.put("SLUICE_KAFKA_BOOTSTRAP", stack.kafka());
            env.put("SLUICE_INTERNAL_SECRET", "nobody-calls-this-worker");
            return Beside.child(SECOND, Home.find().runnable("worker-service"), env, folder, port, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalStack stack() {
        return stack;
    }

    Client newTenant(String name) {
        return new Client(stack.baseUrl(), stack.newTenantKey(name), name);
    }

    /** The process of the second worker. */
    Running secondWorker() {
        return second.process(SECOND);
    }

    /** Ends one at once (SIGKILL). */
    void kill(Victim victim) {
        switch (victim) {
            case GATEWAY -> stack.kill9("gateway-service");
            case WORKER -> stack.kill9("worker-service");
            case SECOND_WORKER -> second.kill9(SECOND);
            case BROKER -> stack.killBroker9();
            case REDIS -> redis.kill();
        }
    }

    /** Starts one again that was killed, on the same port and data; Redis comes back empty. */
    void raise(Victim victim) {
        switch (victim) {
            case GATEWAY -> stack.restart("gateway-service");
            case WORKER -> stack.restart("worker-service");
            case SECOND_WORKER -> {
                second.start(SECOND);
                second.awaitReady(second.processes(), READY, ready -> {});
            }
            case BROKER -> stack.restart("kafka");
            case REDIS -> redis = EmbeddedRedis.start(redis.port());
        }
    }

    @Override
    public void close() {
        second.stop(Duration.ofSeconds(10));
        stack.close();
        redis.close();
    }
}
