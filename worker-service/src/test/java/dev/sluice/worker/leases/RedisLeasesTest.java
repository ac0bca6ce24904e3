package dev.sluice.worker.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.kit.ids.Ids;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.leases.Leases.Name;
import dev.sluice.worker.leases.Leases.Renewal;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisLeasesTest extends LeasesContract {

    private static final Duration PERIOD = Duration.ofMillis(1500);
    private static EmbeddedRedis server;
    private static Vertx vertx;
    private static Redis redis;

    private final RedisLeases leases = new RedisLeases(redis, Clock.systemUTC(), PERIOD, Duration.ofSeconds(2), "w1");

    @BeforeAll
    static void start() {
        server = EmbeddedRedis.start();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, server.url());
    }

    @AfterAll
    static void stop() {
        redis.close();
        vertx.close();
        server.close();
    }

    @Override
    Leases leases() {
        return leases;
    }

    @Override
    void letLeasesEnd() {
        await().pollDelay(PERIOD.plusMillis(100)).until(() -> true);
    }

    @Test
    void a_lease_that_was_wiped_before_its_end_is_put_back_by_its_holder() throws Exception {
        var name = new Name("acme", Ids.next());
        Lease lease = leases.claim(name, 1).orElseThrow();
        wipe();

        assertThat(leases.renew(lease)).isEqualTo(Renewal.KEPT);
        assertThat(leases.isFree(name)).isFalse();
    }

    @Test
    void a_wiped_lease_that_another_took_is_lost() throws Exception {
        var name = new Name("acme", Ids.next());
        Lease lease = leases.claim(name, 1).orElseThrow();
        wipe();
        leases.claim(name, 1).orElseThrow();

        assertThat(leases.renew(lease)).isEqualTo(Renewal.LOST);
    }

    @Test
    void while_the_server_is_away_local_leases_serve_and_nothing_is_taken_over() {
        var clock = Clock.systemUTC();
        EmbeddedRedis other = EmbeddedRedis.start();
        Redis client = Redis.createClient(vertx, other.url());
        var shared = new RedisLeases(client, clock, Duration.ofSeconds(15), Duration.ofMillis(500), "w1");
        var fallback = new FallbackLeases(
                shared, new LocalLeases(clock, Duration.ofSeconds(15), "w1"), clock, Duration.ofMillis(300));
        var before = new Name("acme", Ids.next());
        var during = new Name("acme", Ids.next());
        Lease held = fallback.claim(before, 1).orElseThrow();
        assertThat(fallback.kind()).isEqualTo("redis");

        other.kill();

        Lease local = fallback.claim(during, 1).orElseThrow();
        assertThat(fallback.claim(during, 1)).isEmpty();
        assertThat(fallback.renew(held)).isEqualTo(Renewal.KEPT);
        assertThat(fallback.kind()).isEqualTo("redis-away");
        assertThat(fallback.canTakeOver()).isFalse();

        EmbeddedRedis back = EmbeddedRedis.start(other.port());
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(fallback.renew(local)).isEqualTo(Renewal.KEPT);
            assertThat(fallback.renew(held)).isEqualTo(Renewal.KEPT);
            assertThat(fallback.kind()).isEqualTo("redis");
        });
        assertThat(shared.isFree(before)).isFalse();
        assertThat(shared.isFree(during)).isFalse();
        await().atMost(Duration.ofSeconds(5)).until(fallback::canTakeOver);
        client.close();
        back.close();
        other.close();
    }

    private static void wipe() throws Exception {
        redis.send(Request.cmd(Command.FLUSHALL))
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }
}
