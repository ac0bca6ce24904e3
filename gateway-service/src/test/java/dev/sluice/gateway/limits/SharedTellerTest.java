package dev.sluice.gateway.limits;

import static dev.sluice.gateway.limits.StoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.redis.RedisLink;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis goes away and comes back: soft limits go on by shares, hard budgets on a slice and then not at all. */
class SharedTellerTest {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration HOUR = Duration.ofHours(1);

    private final MovingClock clock = new MovingClock("2026-11-20T10:00:00Z");
    private final AtomicInteger ids = new AtomicInteger();
    private final Owed owed = new Owed();
    private final Rule requests = new Rule(Level.Kind.KEY, "k", What.REQUESTS, new Window.Rolling(HOUR), 100, false);
    private final Rule hard =
            new Rule(Level.Kind.TENANT, "acme", What.MONEY, new Window.Calendar(false, ZoneOffset.UTC), 100_000, true);
    private final Rule soft =
            new Rule(Level.Kind.TENANT, "acme", What.MONEY, new Window.Calendar(false, ZoneOffset.UTC), 100_000, false);

    private Vertx vertx;
    private EmbeddedRedis redis;
    private RedisLink link;
    private RedisStore store;
    private SharedTeller teller;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        redis = EmbeddedRedis.start();
        link = new RedisLink(vertx, redis.url());
        store = new RedisStore(link, "one", LEASE, () -> Long.toString(clock.millis()));
        var heart = new Heartbeat(vertx, clock, link, store, "one", LEASE);
        var slices = new Slices();
        var share = new Share(clock, Duration.ofSeconds(60), () -> 4, slices, owed);
        teller = new SharedTeller(vertx, clock, store, heart, Duration.ofMillis(500), share, slices, owed);
        heart.start(teller, share);
        await(link.send(Request.cmd(Command.PING)));
    }

    @AfterEach
    void stop() {
        link.close();
        redis.close();
        await(vertx.close());
    }

    @Test
    void softLimitsGoOnByShares() {
        assertThat(take(requests, 1).mode()).isEqualTo(Teller.Mode.EXACT);

        redis.kill();

        assertThat(admitted(requests, 50)).isEqualTo(25);
        assertThat(teller.isDegraded()).isTrue();
        assertThat(teller.describe().getString("state")).startsWith("AWAY");
    }

    @Test
    void aHardBudgetIsServedFromItsSliceAndThenRefused() {
        take(hard, 20_000).holder().settle(new Actual(1, 0, 20_000));

        redis.kill();

        // A hundredth of the 80,000 that were left.
        assertThat(admitted(hard, 10, 200)).isEqualTo(4);
        var refused = take(hard, 200);
        assertThat(refused.verdict()).isInstanceOf(Verdict.Denied.class);
        assertThat(refused.mode()).isEqualTo(Teller.Mode.UNKNOWN);
        assertThat(take(soft, 200).mode()).isEqualTo(Teller.Mode.SHARE);
    }

    @Test
    void afterAMinuteAHardBudgetIsRefusedWhateverIsLeftOfItsSlice() {
        take(hard, 100).holder().settle(new Actual(1, 0, 100));
        redis.kill();
        assertThat(take(hard, 100).verdict()).isInstanceOf(Verdict.Granted.class);

        clock.advance(Duration.ofSeconds(59));
        assertThat(take(hard, 100).verdict()).isInstanceOf(Verdict.Granted.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(take(hard, 100).mode()).isEqualTo(Teller.Mode.UNKNOWN);
        assertThat(take(soft, 100).verdict()).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void aHardBudgetThatWasNeverSeenIsRefused() {
        redis.kill();

        assertThat(take(hard, 100).mode()).isEqualTo(Teller.Mode.UNKNOWN);
    }

    @Test
    void whatWasSpentMeanwhileIsToldWhenRedisIsBackAndCountingIsExactAgain() {
        take(soft, 100).holder().settle(new Actual(1, 0, 100));
        var open = take(soft, 1_000);
        redis.kill();
        var meanwhile = take(soft, 500);
        assertThat(meanwhile.mode()).isEqualTo(Teller.Mode.SHARE);
        meanwhile.holder().settle(new Actual(1, 0, 400));
        open.holder().settle(new Actual(1, 0, 700));

        redis = EmbeddedRedis.start(redis.port());

        await().atMost(Duration.ofSeconds(10)).until(() -> !teller.isDegraded());
        // This Redis had forgotten everything but what it is told now.
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(look(soft)).isEqualTo(new Standing(400, 0, HOUR.toMillis() * 14)));
        assertThat(take(soft, 1).mode()).isEqualTo(Teller.Mode.EXACT);
        assertThat(teller.describe().getInteger("unsettled")).isZero();
    }

    @Test
    void anAnswerThatCameTooLateIsStillCountedOnceAndInRedis() {
        take(requests, 1);
        // Redis is held up for a second, longer than anyone waits.
        link.send(Request.cmd(Command.EVAL)
                .arg("local t = redis.call('TIME') local e = t[1] * 1000000 + t[2] + 1000000"
                        + " repeat t = redis.call('TIME') until t[1] * 1000000 + t[2] > e return 1")
                .arg(0));

        var late = take(requests, 1);

        assertThat(late.mode()).isEqualTo(Teller.Mode.SHARE);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(look(requests))
                        .extracting(Standing::used, Standing::reserved)
                        .containsExactly(2L, 2L));
        late.holder().settle(new Actual(1, 0, 0));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(look(requests))
                        .extracting(Standing::used, Standing::reserved)
                        .containsExactly(2L, 1L));
    }

    private Teller.Taken take(Rule rule, long amount) {
        var line = Line.of(rule, "acme", amount, clock.instant());
        return await(teller.take(new Claim("c" + ids.incrementAndGet(), "acme", List.of(line))));
    }

    private int admitted(Rule rule, int tries) {
        return admitted(rule, tries, 1);
    }

    private int admitted(Rule rule, int tries, long amount) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += take(rule, amount).verdict() instanceof Verdict.Granted ? 1 : 0;
        }
        return admitted;
    }

    private Standing look(Rule rule) {
        return await(store.look("acme", List.of(Line.of(rule, "acme", 0, clock.instant()))))
                .getFirst();
    }
}
