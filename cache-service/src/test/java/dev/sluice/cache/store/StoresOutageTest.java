package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.CacheConfig;
import dev.sluice.kit.config.RedisConfig;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.FaultProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoresOutageTest {

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
        Awaitility.await().until(() -> !stores.isWhole());
        keep("a2");
        assertThat(isThere("a2")).isTrue();
        assertThat(dropped()).isEqualTo(1);
        assertThatThrownBy(() -> stores.delete(store -> store.clear("acme")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));

        redis = EmbeddedRedis.start(redis.port());
        Awaitility.await().until(stores::isWhole);
        assertThat(isThere("a2")).as("kept while away, forgotten on return").isFalse();
        keep("a3");
        assertThat(isThere("a3")).isTrue();
        assertThat(stores.localEntries()).isZero();
    }

    @Test
    void aRedisThatHangsIsLeftAndTakenUpAgain() {
        keep("a1");
        proxy.add(new dev.sluice.testkit.Toxic.Blackhole(Duration.ZERO));

        for (int i = 0; i < 4; i++) {
            assertThat(isThere("a1")).isFalse();
        }
        assertThat(stores.isWhole()).isFalse();
        keep("a2");
        assertThat(isThere("a2")).isTrue();

        proxy.heal();
        Awaitility.await().until(stores::isWhole);
        assertThat(isThere("a1")).isTrue();
    }

    @Test
    void aServiceThatStartsBeforeRedisFindsItLater() {
        int port = dev.sluice.testkit.Ports.free();
        Stores early = stores("redis://127.0.0.1:" + port);
        early.start(new StartupEvent());
        assertThat(early.isWhole()).isFalse();
        early.keep(store -> store.put("acme", answer("b1"), null));
        assertThat(early.lookUp(store -> store.find("acme", "b1")).isPresent()).isTrue();
        try (EmbeddedRedis late = EmbeddedRedis.start(port)) {
            Awaitility.await().until(early::isWhole);
        } finally {
            early.stop(new ShutdownEvent());
        }
    }
}
