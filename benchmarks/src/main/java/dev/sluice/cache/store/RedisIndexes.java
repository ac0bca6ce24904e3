package dev.sluice.cache.store;

import dev.sluice.cache.CacheConfig.RedisUse.Index;
import dev.sluice.contracts.cache.Gone;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Questions in a real Redis for measuring: compared in copies, or by Redis. */
public final class RedisIndexes implements AutoCloseable {

    private static final String TENANT = "acme";
    private static final String SCOPE = "bench";
    private static final int PER_SCOPE = 1_000_000;
    private static final long ROOM = 4L << 30;
    private static final RedisLink.Watch NOBODY = new RedisLink.Watch() {
        @Override
        public void returned() {}

        @Override
        public void failed() {}

        @Override
        public void gone(Gone gone) {}
    };

    private final Vertx vertx = Vertx.vertx();
    private final RedisLink link;

    /** At a Redis of its own, which is emptied. */
    public RedisIndexes(String url) {
        this.link = new RedisLink(vertx, url, Duration.ofMinutes(1), Duration.ofMillis(100), NOBODY);
        link.start();
        link.ask(Request.cmd(Command.FLUSHALL));
    }

    /** A replica that has read nothing yet. */
    public Replica replica(boolean byRedis) {
        Clock clock = Clock.systemUTC();
        var index = new RedisIndex(link, byRedis ? Index.SERVER : Index.COPY, ROOM / 8, clock);
        return new Replica(new RedisStore(link, index, 1_024, ROOM, PER_SCOPE, clock));
    }

    /** Bytes that Redis holds. */
    public long bytes() {
        String info = String.valueOf(link.ask(Request.cmd(Command.INFO).arg("memory")));
        return info.lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** One replica's view. */
    public static final class Replica {

        private final RedisStore store;

        private Replica(RedisStore store) {
            this.store = store;
        }

        /** Keeps a short answer to a question. */
        public void keep(int number, String text, float[] vector) {
            Instant now = Instant.now();
            store.put(
                    TENANT,
                    new Answer(
                            "%032x".formatted(number),
                            "gpt",
                            SCOPE,
                            text,
                            text,
                            "{}",
                            now,
                            now.plusSeconds(3_600),
                            7,
                            1,
                            1),
                    vector);
        }

        /** The nearest eight; how many there are, in the time that is needed. */
        public int near(float[] vector) {
            return store.nearest(TENANT, SCOPE, vector, 0.5, 8).size();
        }
    }

    @Override
    public void close() throws Exception {
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
