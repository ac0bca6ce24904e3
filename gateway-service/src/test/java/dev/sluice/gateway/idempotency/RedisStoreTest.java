package dev.sluice.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.redis.RedisLink;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same promises in Redis, and what a replica that dies, or a Redis that does, leaves behind. */
class RedisStoreTest extends StoreContract {

    private static final Duration LEASE = Duration.ofMillis(600);
    private static final Duration DAY = Duration.ofHours(24);

    private static Vertx vertx;
    private static EmbeddedRedis redis;
    private static RedisLink link;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        redis = EmbeddedRedis.start();
        link = new RedisLink(vertx, redis.url());
    }

    @AfterAll
    static void stop() {
        link.close();
        redis.close();
        await(vertx.close());
    }

    @Override
    RedisStore store() {
        return new RedisStore(link, Duration.ofSeconds(30), DAY);
    }

    @Test
    void theClaimOfAReplicaThatHasDiedEndsByItself() {
        var dead = new RedisStore(link, LEASE, DAY);
        await(dead.claim(name, new Claim(BODY, "dead")));
        assertThat(claimedBy("two")).isEqualTo(new Found.Running(BODY));

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(claimedBy("three")).isEqualTo(new Found.Nothing()));
    }

    @Test
    void theClaimOfAReplicaThatLivesOutlastsItsLease() {
        var shared = new SharedStore(vertx, new RedisStore(link, LEASE, DAY), Duration.ofSeconds(5), LEASE);
        var claim = new Claim(BODY, "one");
        await(shared.claim(name, claim));

        Awaitility.await()
                .during(LEASE.multipliedBy(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> claimedBy("two").equals(new Found.Running(BODY)));

        await(shared.free(name, claim));
        assertThat(claimedBy("three")).isEqualTo(new Found.Nothing());
    }

    @Test
    void anAnswerHasItsRetentionAndAClaimItsLease() {
        var claim = new Claim(BODY, "one");
        await(store.claim(name, claim));
        assertThat(remaining()).isBetween(1L, 30_000L);

        await(store.keep(name, claim, new Kept(BODY, "m", 200, "", bytes())));

        assertThat(remaining()).isBetween(DAY.toMillis() - 60_000, DAY.toMillis());
    }

    @Test
    void whatIsNoneOfOursIsAnErrorAndNotAnAnswer() {
        await(link.send(Request.cmd(Command.SET).arg(key()).arg("x")));

        assertThat(store.claim(name, new Claim(BODY, "one")).toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whileRedisIsAwayNobodyKnowsAndNobodyWaits() {
        var gone = EmbeddedRedis.start();
        var way = new RedisLink(vertx, gone.url());
        var shared = new SharedStore(
                vertx, new RedisStore(way, Duration.ofSeconds(30), DAY), Duration.ofSeconds(2), Duration.ofSeconds(30));
        assertThat(await(shared.claim(name, new Claim(BODY, "one")))).isEqualTo(new Found.Nothing());

        gone.kill();

        for (int i = 0; i < 5; i++) {
            assertThat(await(shared.claim(name, new Claim(BODY, "away-" + i)))).isEqualTo(new Found.Unknown());
        }
        try (var back = EmbeddedRedis.start(gone.port())) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Name next = new Name(name.tenant(), Digest.of("next" + System.nanoTime()));
                assertThat(await(shared.claim(next, new Claim(BODY, "back")))).isEqualTo(new Found.Nothing());
            });
        }
        way.close();
    }

    private Found claimedBy(String run) {
        return await(store.claim(name, new Claim(BODY, run)));
    }

    private long remaining() {
        return await(link.send(Request.cmd(Command.PTTL).arg(key()))).toLong();
    }

    private String key() {
        return "sluice:{" + name.tenant() + "}:idempotency:" + name.digest();
    }
}
