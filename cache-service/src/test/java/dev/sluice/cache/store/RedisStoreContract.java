package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheConfig.RedisUse.Index;
import dev.sluice.contracts.cache.Gone;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a store in Redis keeps its word on, whoever compares the questions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisStoreContract extends StoreContract {

    private final List<Gone> heard = new CopyOnWriteArrayList<>();
    private final RedisLink.Watch watch = new RedisLink.Watch() {
        @Override
        public void returned() {}

        @Override
        public void failed() {}

        @Override
        public void gone(Gone gone) {
            heard.add(gone);
        }
    };

    private Vertx vertx;
    private EmbeddedRedis redis;
    RedisLink link;
    RedisStore store;

    /** The server that the store lies in. */
    abstract EmbeddedRedis server();

    @BeforeAll
    void startRedis() {
        vertx = Vertx.vertx();
        redis = server();
    }

    @AfterAll
    void stopRedis() throws Exception {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @BeforeEach
    void connect() {
        link = link();
        link.ask(Request.cmd(Command.FLUSHALL));
        store = on(link);
    }

    @AfterEach
    void disconnect() {
        link.close();
    }

    RedisLink link() {
        var link = new RedisLink(vertx, redis.url(), Duration.ofSeconds(5), Duration.ofMillis(50), watch);
        link.start();
        // On a busy machine the first try may come too late; the probe goes on.
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(link::isPresent);
        return link;
    }

    static RedisStore on(RedisLink link) {
        return on(link, Index.AUTO, 1 << 30);
    }

    static RedisStore on(RedisLink link, Index wanted, long perTenant) {
        Clock clock = Clock.systemUTC();
        return new RedisStore(link, index(link, wanted), 1024, perTenant, 2_000, clock);
    }

    static RedisIndex index(RedisLink link, Index wanted) {
        return new RedisIndex(link, wanted, 16 << 20, Clock.systemUTC());
    }

    @Override
    CacheStore store() {
        return store;
    }

    @Override
    void pass(Duration time) {
        Instant end = Instant.now().plus(time);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Instant.now().isAfter(end));
    }

    @Override
    Instant now() {
        return Instant.now();
    }

    @Test
    void anotherReplicaFindsAnswersAndQuestionsAndSeesWhatChanges() {
        try (RedisLink otherLink = link()) {
            RedisStore other = on(otherLink);
            store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
            assertThat(other.find("acme", A)).isPresent();
            assertThat(questions(other, "acme", "scope1")).containsExactly(A);
            store.put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[] {3, 4, 0, 0});
            assertThat(questions(other, "acme", "scope1")).containsExactlyInAnyOrder(A, B);
            store.remove("acme", A);
            assertThat(questions(other, "acme", "scope1")).containsExactly(B);
            store.clear("acme");
            assertThat(questions(other, "acme", "scope1")).isEmpty();
        }
    }

    @Test
    void everyDeletionIsHeardByAllReplicas() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        store.put("acme", answer(B, "two", Duration.ofMinutes(1)), null);
        heard.clear();
        store.remove("acme", A);
        Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly(new Gone("acme", A)));
        store.clear("acme");
        Awaitility.await()
                .untilAsserted(() -> assertThat(heard).containsExactly(new Gone("acme", A), new Gone("acme", null)));
        store.clear("nobody");
        Awaitility.await().untilAsserted(() -> assertThat(heard).contains(new Gone("nobody", null)));
    }

    @Test
    void whatRedisEvictedIsNoHitAndItsQuestionIsForgotten() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        store.put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[] {3, 4, 0, 0});
        assertThat(questions(store, "acme", "scope1")).containsExactlyInAnyOrder(A, B);
        link.ask(Request.cmd(Command.DEL).arg("sluice:{acme}:cache:answer:" + A));

        assertThat(store.find("acme", A)).isEmpty();

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(questions(store, "acme", "scope1")).containsExactly(B));
        assertThat(store.contents("acme").entries()).isEqualTo(1);
        assertThat(store.find("acme", B)).isPresent();
    }

    @Test
    void whenRedisEvictedTheListNothingThatClearingWouldMissIsServed() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        link.ask(Request.cmd(Command.DEL).arg("sluice:{acme}:cache:ids"));
        assertThat(store.find("acme", A)).isEmpty();
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        assertThat(store.find("acme", A)).isPresent();
    }

    @Test
    void bytesOfAnotherFormAreAMiss() {
        link.ask(Request.cmd(Command.SET).arg("sluice:{acme}:cache:answer:" + A).arg("\u0009not ours"));
        assertThat(store.find("acme", A)).isEmpty();
    }

    @Test
    void aTenantWithMoreThanItsShareGivesUpWhatWouldExpireFirst() {
        RedisStore small = on(link, Index.AUTO, 1_000);
        for (int i = 0; i < 10; i++) {
            small.put("acme", answer("%032x".formatted(i), "q" + i, Duration.ofMinutes(10 + i)), new float[] {1, i, 0, 0
            });
        }
        small.put("other", answer(A, "q", Duration.ofMinutes(1)), new float[] {1, 1, 0, 0});

        assertThat(small.contents("acme").bytes()).isBetween(500L, 1_000L);
        List<String> left =
                small.list("acme", 100).stream().map(held -> held.answer().id()).toList();
        assertThat(left).hasSizeBetween(2, 9).contains("%032x".formatted(9)).doesNotContain("%032x".formatted(0));
        assertThat(questions(small, "acme", "scope1")).containsExactlyInAnyOrderElementsOf(left);
        assertThat(small.evictions()).isEqualTo(10 - left.size());
        assertThat(small.find("other", A)).isPresent();
    }

    @Test
    void whatIsLargerThanTheWholeShareIsNotKept() {
        on(link, Index.AUTO, 50).put("acme", answer(A, "one", Duration.ofMinutes(1)), null);
        assertThat(store.find("acme", A)).isEmpty();
    }

    @Test
    void theSumOfATenantsBytesIsThatOfItsAnswers() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), null);
        long one = store.contents("acme").bytes();
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), null);
        assertThat(store.contents("acme").bytes()).isEqualTo(one).isPositive();
        store.put("acme", answer(B, "two", Duration.ofMinutes(1)), null);
        assertThat(store.contents("acme").bytes()).isEqualTo(2 * one);
        store.remove("acme", A);
        assertThat(store.contents("acme").bytes()).isEqualTo(one);
        link.ask(Request.cmd(Command.DEL).arg("sluice:{acme}:cache:answer:" + B));
        assertThat(store.find("acme", B)).isEmpty();
        Awaitility.await()
                .untilAsserted(() -> assertThat(store.contents("acme").bytes()).isZero());
    }

    @Test
    void bytesKeptBeforeThereWasASumAreAddedUp() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), null);
        long one = store.contents("acme").bytes();
        link.ask(Request.cmd(Command.HDEL).arg("sluice:{acme}:cache:sizes").arg("total"));
        store.put("acme", answer(B, "two", Duration.ofMinutes(1)), null);
        assertThat(store.contents("acme").bytes()).isEqualTo(2 * one);
    }
}
