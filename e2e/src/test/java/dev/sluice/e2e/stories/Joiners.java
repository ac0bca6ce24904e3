package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.LocalStack;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Suite;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A gateway and a worker, perhaps of another version, that joined a running suite. */
final class Joiners implements AutoCloseable {

    private static final String SECRET = "internal-secret-of-this-house";
    private static final String PEPPER = "key-pepper-of-this-house";

    private static final String GATEWAY = "gateway-service";
    private static final String WORKER = "worker-service";
    private static final String DRAIN_DELAY = "SLUICE_GATEWAY_DRAIN_DELAY";
    private static final String DELAY = "3s";

    private final Suite suite;
    private final String gateway;
    private final String worker;
    private final String admin;

    private Joiners(Suite suite, String gateway, String worker, String admin) {
        this.suite = suite;
        this.gateway = gateway;
        this.worker = worker;
        this.admin = admin;
    }

    /** A suite that can be joined, with type {@code noop}. */
    static LocalStack host(EmbeddedRedis redis, ScriptedUpstream upstream, Map<String, String> settings) {
        var building = LocalStack.builder()
                .env("SLUICE_REDIS_URL", redis.url())
                .env("SLUICE_WORKER_TASKS_NOOP", "true")
                .env("OPENAI_BASE_URL", upstream.openAiUrl())
                .env("OPENAI_API_KEY", "sk-upstream-secret")
                .env(DRAIN_DELAY, DELAY);
        Map<String, String> every = new HashMap<>(settings);
        every.put("SLUICE_INTERNAL_SECRET", SECRET);
        every.put("SLUICE_GATEWAY_KEY_PEPPER", PEPPER);
        for (String service : Set.of(GATEWAY, "cache-service", "optimizer-service", WORKER, "analytics-service")) {
            building.env(service, every);
        }
        return building.start();
    }

    /**
     * Starts both and waits until they are ready.
     *
     * @param from a checkout whose services are packaged
     * @param folder for data and logs
     * @param stack what they join
     * @param redis its Redis
     * @param upstream its provider
     * @param settings more of their environment
     */
    static Joiners join(
            Path from,
            Path folder,
            LocalStack stack,
            EmbeddedRedis redis,
            ScriptedUpstream upstream,
            Map<String, String> settings)
            throws IOException {
        try (var ports = new FreePorts()) {
            int gateway = ports.any();
            int admin = ports.any();
            int worker = ports.any();
            Map<String, String> env = new HashMap<>(System.getenv());
            env.put("SLUICE_KAFKA_BOOTSTRAP", stack.kafka());
            env.put("SLUICE_REDIS_URL", redis.url());
            env.put("SLUICE_INTERNAL_SECRET", SECRET);
            env.put("SLUICE_PEERS_GATEWAY", "http://127.0.0.1:" + gateway);
            env.put("SLUICE_PEERS_WORKER", "http://127.0.0.1:" + worker);
            for (String helper : List.of("cache", "optimizer", "analytics")) {
                env.put("SLUICE_PEERS_" + helper.toUpperCase(Locale.ROOT), stack.url(helper + "-service"));
            }
            env.put("SLUICE_WORKER_TASKS_NOOP", "true");
            env.put("SLUICE_GATEWAY_ADMIN_KEY", stack.adminKey());
            env.put("SLUICE_GATEWAY_KEY_PEPPER", PEPPER);
            env.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            env.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(admin));
            env.put(DRAIN_DELAY, DELAY);
            env.put("OPENAI_BASE_URL", upstream.openAiUrl());
            env.put("OPENAI_API_KEY", "sk-upstream-secret");
            env.putAll(settings);
            var suite = new Suite(List.of(
                    child(GATEWAY, from, folder, gateway, env, 0), child(WORKER, from, folder, worker, env, 1)));
            ports.close();
            suite.startMissing();
            suite.awaitReady(suite.processes(), Duration.ofMinutes(2), ready -> {});
            return new Joiners(
                    suite, "http://127.0.0.1:" + gateway, "http://127.0.0.1:" + worker, "http://127.0.0.1:" + admin);
        }
    }

    private static Child child(
            String service, Path from, Path folder, int port, Map<String, String> env, int stopOrder) {
        Path jar = from.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
        return Beside.child(service, jar, env, folder.resolve(service), port, stopOrder);
    }

    /** Where the worker answers, without a path. */
    String worker() {
        return worker;
    }

    /** Where the gateway answers, without a path. */
    String gateway() {
        return gateway;
    }

    /** A key that this gateway makes. */
    String newTenantKey(String tenant, String adminKey) {
        var made = new Client(admin, adminKey, "").post("/admin/keys", "{\"tenant\":\"" + tenant + "\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("key").asText();
    }

    /** Waits until both gateways know a key that was just made: the news goes by Kafka. */
    void awaitKnown(LocalStack stack, String key, String tenant) {
        for (String url : List.of(stack.baseUrl(), gateway)) {
            var client = new Client(url, key, tenant);
            await("each gateway knows a key that either made")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> client.get("/v1/models").status() == 200);
        }
    }

    /** Both are asked to go, the gateway first, and do within their time. */
    void leave() {
        suite.stop(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        suite.stop(Duration.ofSeconds(10));
    }
}
