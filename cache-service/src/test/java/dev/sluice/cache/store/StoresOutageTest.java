package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.CacheConfig;
import dev.sluice.contracts.cache.Gone;
import dev.sluice.kit.config.RedisConfig;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.Ports;
import dev.sluice.testkit.Toxic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class StoresOutageTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Stores stores;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to("127.0.0.1", redis.port());
        stores = stores("redis://127.0.0.1:" + proxy.port());
        stores.start(new StartupEvent());
    }

    @AfterEach
    void stop() throws Exception {
        stores.stop(new ShutdownEvent());
        proxy.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private Stores stores(String url) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(CacheConfig.class)
                .withMapping(RedisConfig.class)
                .withDefaultValues(Map.of(
                        "sluice.cache.redis.probe",
                        "50ms",
                        "sluice.cache.redis.memory-check",
                        "100ms",
                        "sluice.cache.redis.budget",
                        "100ms",
                        "sluice.redis.url",
                        url))
                .build();
        return new Stores(
                config.getConfigMapping(CacheConfig.class), config.getConfigMapping(RedisConfig.class), vertx, meters);
    }

    private static Answer answer(String id) {
        Instant now = Instant.now();
        return new Answer(id, "m", "s", "t", "t", "{}", now, now.plusSeconds(60), 0, 0, 0);
    }

    private boolean isThere(String id) {
        return stores.lookUp(store -> store.find("acme", id)).isPresent();
    }

    private void keep(String id) {
        stores.keep(store -> store.put("acme", answer(id), null));
    }

    private double dropped() {
        return meters.counter("sluice.cache.redis.dropped.writes").count();
    }

    @Test
    void whileRedisIsDeadTheLocalStoreServesAndItsReturnIsNoticed() {
        keep("a1");
        assertThat(isThere("a1")).isTrue();
        redis.kill();

        assertThat(isThere("a1")).isFalse();
        Awaitility.await().atMost(LONG).until(() -> !stores.isWhole());
        keep("a2");
        assertThat(isThere("a2")).isTrue();
        assertThat(dropped()).isEqualTo(1);
        assertThatThrownBy(() -> stores.delete(store -> store.clear("acme")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));

        redis = EmbeddedRedis.start(redis.port());
        Awaitility.await().atMost(LONG).until(stores::isWhole);
        assertThat(isThere("a2")).as("kept while away, forgotten on return").isFalse();
        keep("a3");
        assertThat(isThere("a3")).isTrue();
        assertThat(stores.localEntries()).isZero();
    }

    @Test
    void aRedisThatHangsIsLeftAndTakenUpAgain() {
        keep("a1");
        proxy.add(new Toxic.Blackhole(Duration.ZERO));

        for (int i = 0; i < 4; i++) {
            assertThat(isThere("a1")).isFalse();
        }
        assertThat(stores.isWhole()).isFalse();
        keep("a2");
        assertThat(isThere("a2")).isTrue();

        proxy.heal();
        Awaitility.await().atMost(LONG).until(stores::isWhole);
        assertThat(isThere("a1")).isTrue();
    }

    @Test
    void aServiceThatStartsBeforeRedisFindsItLater() {
        int port = Ports.free();
        Stores early = stores("redis://127.0.0.1:" + port);
        early.start(new StartupEvent());
        assertThat(early.isWhole()).isFalse();
        early.keep(store -> store.put("acme", answer("b1"), null));
        assertThat(early.lookUp(store -> store.find("acme", "b1")).isPresent()).isTrue();
        try (EmbeddedRedis late = EmbeddedRedis.start(port)) {
            Awaitility.await().atMost(LONG).until(early::isWhole);
        } finally {
            early.stop(new ShutdownEvent());
        }
    }

    private String memory() {
        return stores.redisMemory().orElseThrow();
    }

    private void set(String name, String value) {
        RedisLink link = Objects.requireNonNull(stores.link());
        link.ask(Request.cmd(Command.CONFIG).arg("SET").arg(name).arg(value));
    }

    @Test
    void aRedisWhoseMemoryIsSetWronglyIsReportedUntilItIsSetRight() {
        Awaitility.await().atMost(LONG).until(() -> memory().startsWith("unbounded"));
        assertThat(meters.get("sluice.cache.redis.memory.fault").gauge().value())
                .isEqualTo(1);
        set("maxmemory", "64mb");
        Awaitility.await().atMost(LONG).until(() -> memory().startsWith("refusing"));
        set("maxmemory-policy", "allkeys-lfu");
        Awaitility.await().atMost(LONG).until(() -> memory().equals("bounded"));
        assertThat(meters.get("sluice.cache.redis.memory.fault").gauge().value())
                .isZero();
        assertThat(stores.isWhole()).as("the cache serves all the while").isTrue();
    }

    @Test
    void whereConfigIsForbiddenInfoTells() {
        int port = Ports.free();
        try (EmbeddedRedis strict = EmbeddedRedis.start(
                port, "--rename-command", "CONFIG", "", "--maxmemory", "64mb", "--maxmemory-policy", "noeviction")) {
            Stores other = stores(strict.url());
            other.start(new StartupEvent());
            try {
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> other.redisMemory().orElseThrow().startsWith("refusing"));
                assertThat(other.isWhole()).isTrue();
            } finally {
                other.stop(new ShutdownEvent());
            }
        }
    }

    @Test
    void aFullRedisTakesNothingNewButServesAndDeletesAndRecovers() {
        keep("a1");
        set("maxmemory-policy", "noeviction");
        set("maxmemory", "1");

        keep("a2");
        assertThat(dropped()).isEqualTo(1);
        assertThat(stores.isWhole()).as("a refusal is no outage").isTrue();
        assertThat(isThere("a2")).isFalse();
        assertThat(isThere("a1")).isTrue();
        assertThat(stores.delete(store -> store.remove("acme", "a1") ? 1 : 0)).isEqualTo(1);
        assertThat(isThere("a1")).isFalse();
        stores.delete(store -> store.clear("acme"));

        set("maxmemory", "0");
        keep("a2");
        assertThat(isThere("a2")).isTrue();
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void aWipedRedisIsFilledAgain() {
        float[] vector = {1, 0, 0, 0};
        stores.keep(store -> store.put("acme", answer("a1"), vector));
        assertThat(nearest(vector)).containsExactly("a1");
        Objects.requireNonNull(stores.link()).ask(Request.cmd(Command.FLUSHALL));
        assertThat(isThere("a1")).isFalse();
        assertThat(nearest(vector)).isEmpty();
        stores.keep(store -> store.put("acme", answer("a2"), vector));
        assertThat(isThere("a2")).isTrue();
        assertThat(nearest(vector)).containsExactly("a2");
        assertThat(dropped()).isZero();
    }

    private List<String> nearest(float[] vector) {
        return stores.lookUp(store -> store.nearest("acme", "s", vector, 0.5, 10)).stream()
                .map(Near::id)
                .toList();
    }

    @Test
    void aRedisWithoutVectorSetsIsKnownBeforeAnybodyAsks() {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(stores.redisIndex()).contains("copy"));
    }

    @Test
    @EnabledIf("dev.sluice.testkit.EmbeddedRedis#hasVectorSets")
    void aRedisThatComesBackWithOrWithoutVectorSetsIsAskedAnew() {
        float[] vector = {1, 0, 0, 0};
        for (String index : List.of("server", "copy", "server")) {
            int port = redis.port();
            redis.close();
            Awaitility.await().atMost(LONG).until(() -> !stores.isWhole());
            redis = index.equals("server") ? EmbeddedRedis.startWithVectorSets(port) : EmbeddedRedis.start(port);
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(stores.redisIndex()).contains(index));
            stores.keep(store -> store.put("acme", answer("a1"), vector));
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(nearest(vector)).containsExactly("a1"));
        }
    }

    @Test
    void aSlowRedisIsNotWaitedForBeyondTheBudget() {
        keep("a1");
        proxy.add(FaultProxy.Direction.DOWNSTREAM, new Toxic.Latency(Duration.ofSeconds(5)));
        for (int i = 0; i < 5; i++) {
            assertThat(isThere("a1")).isFalse();
        }
        Awaitility.await().atMost(LONG).until(() -> !stores.isWhole());
        keep("a2");
        assertThat(isThere("a2")).as("the local store serves").isTrue();
        assertThat(dropped()).isPositive();

        proxy.heal();
        Awaitility.await().atMost(LONG).until(stores::isWhole);
        Awaitility.await().atMost(LONG).until(() -> isThere("a1"));
    }

    @Test
    void whatAnotherReplicaDeletesIsDroppedHereAlsoAfterTheConnectionBroke() {
        Stores other = stores(redis.url());
        other.start(new StartupEvent());
        try {
            List<Gone> heard = new CopyOnWriteArrayList<>();
            stores.listen(heard::add);
            keep("a1");
            other.delete(store -> store.remove("acme", "a1") ? 1 : 0);
            assertThat(isThere("a1")).isFalse();
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(heard).contains(new Gone("acme", "a1")));

            proxy.down();
            Awaitility.await().atMost(LONG).until(() -> !stores.isWhole());
            keep("a2");
            other.delete(store -> store.clear("acme"));
            proxy.up();
            Awaitility.await().atMost(LONG).until(stores::isWhole);
            assertThat(isThere("a2")).as("what was not heard cannot be served").isFalse();
            heard.clear();
            other.delete(store -> store.clear("acme"));
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(heard).contains(new Gone("acme", null)));
        } finally {
            other.stop(new ShutdownEvent());
        }
    }
}
