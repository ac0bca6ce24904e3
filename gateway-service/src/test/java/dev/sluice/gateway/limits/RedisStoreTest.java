package dev.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.redis.RedisLink;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same promises in Redis, and what a process that dies leaves behind. */
class RedisStoreTest extends StoreContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

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
        return replica("one");
    }

    private RedisStore replica(String name) {
        return new RedisStore(link, name, LEASE, () -> Long.toString(clock.millis()));
    }

    @Test
    void anotherReplicaSettlesAsSpentWhatADeadOneHadReserved() {
        Rule tokens = tokens(1_000);
        Rule together = new Rule(
                dev.sluice.gateway.allowance.Level.Kind.KEY, "k", What.CONCURRENT, new Window.InFlight(), 1, false);
        granted(tokens, 600);
        granted(together, 1);
        RedisStore other = replica("two");

        clock.advance(LEASE);
        assertThat(await(other.beat(tenant()))).isEqualTo(new RedisStore.Beat(0, 1));
        clock.advance(Duration.ofMillis(1));
        assertThat(await(other.beat(tenant()))).isEqualTo(new RedisStore.Beat(2, 0));

        assertThat(look(tokens)).extracting(Standing::used, Standing::reserved).containsExactly(600L, 0L);
        assertThat(look(together).used()).isZero();
    }

    @Test
    void aReplicaThatBeatsKeepsItsReservationsForAsLongAsACallLasts() {
        Rule tokens = tokens(1_000);
        String id = granted(tokens, 600);
        RedisStore one = replica("one");
        RedisStore other = replica("two");

        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofSeconds(20));
            await(one.beat(tenant()));
            await(other.beat(tenant()));
        }

        assertThat(look(tokens).reserved()).isEqualTo(600);
        settle(id, new Actual(1, 10, 0));
        assertThat(look(tokens)).extracting(Standing::used, Standing::reserved).containsExactly(10L, 0L);
        assertThat(await(one.beat(tenant())).holders()).isZero();
    }

    @Test
    void aRedisThatForgotTheScriptsIsToldAgain() {
        granted(requests(5, Duration.ofHours(1)), 1);
        await(link.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

        granted(requests(5, Duration.ofHours(1)), 1);

        assertThat(look(requests(5, Duration.ofHours(1))).used()).isEqualTo(2);
    }

    @Test
    void withoutATestsClockItIsRedisClockThatCounts() {
        var real = new RedisStore(link, "real", LEASE, () -> "");
        Rule rule = requests(5, Duration.ofHours(1));
        var line = Line.of(rule, tenant(), 1, clock.instant());

        var verdict = await(real.admit(new Claim("real", tenant(), java.util.List.of(line))));

        assertThat(verdict.standings().getFirst().resetMillis()).isBetween(3_600_000L, 3_660_000L);
    }

    @Test
    void nothingIsLeftWithoutAnEnd() {
        granted(tokens(10), 1);

        var keys = await(link.send(Request.cmd(Command.KEYS).arg("sluice:{" + tenant() + "}*")));

        assertThat(keys.size()).isEqualTo(3);
        keys.forEach(key -> assertThat(await(link.send(Request.cmd(Command.PTTL).arg(key.toString())))
                        .toLong())
                .as(key.toString())
                .isPositive());
    }
}
