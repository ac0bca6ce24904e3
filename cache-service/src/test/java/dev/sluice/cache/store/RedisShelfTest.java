package dev.sluice.cache.store;

import dev.sluice.contracts.cache.Gone;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisShelfTest extends ShelfContract {

    private static final RedisLink.Watch DEAF = new RedisLink.Watch() {
        @Override
        public void returned() {}

        @Override
        public void failed() {}

        @Override
        public void gone(Gone gone) {}
    };

    private static Vertx vertx;
    private static EmbeddedRedis redis;
    private static RedisLink link;

    @BeforeAll
    static void startRedis() {
        vertx = Vertx.vertx();
        redis = EmbeddedRedis.start();
        link = new RedisLink(vertx, redis.url(), Duration.ofSeconds(20), Duration.ofMillis(50), DEAF);
        link.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(link::isPresent);
    }

    @AfterAll
    static void stopRedis() throws Exception {
        link.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    Shelf opened() {
        return new RedisShelf(link);
    }
}
