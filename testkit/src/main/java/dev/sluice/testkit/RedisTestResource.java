package dev.sluice.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * One Redis server for the whole test JVM, started by the first test application that wants it and stopped when the JVM
 * ends. Sets {@code sluice.redis.url} and {@code quarkus.redis.hosts}.
 */
public final class RedisTestResource implements QuarkusTestResourceLifecycleManager {

    /** The shared server's URL; starts it when nobody has. */
    public static String url() {
        return Shared.get("redis.url", () -> EmbeddedRedis.start().url());
    }

    @Override
    public Map<String, String> start() {
        String url = url();
        return Map.of("sluice.redis.url", url, "quarkus.redis.hosts", url);
    }

    @Override
    public void stop() {
        // Shared: the JVM's end stops it.
    }
}
