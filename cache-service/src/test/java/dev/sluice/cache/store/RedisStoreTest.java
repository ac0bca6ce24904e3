package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheConfig.RedisUse.Index;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** With a Redis that cannot compare questions, so that every replica does in a copy. */
class RedisStoreTest extends RedisStoreContract {

    @Override
    EmbeddedRedis server() {
        return EmbeddedRedis.start();
    }

    @Test
    void aRedisWithoutVectorSetsIsKnownAndItsQuestionsAreCompared() {
        RedisIndex index = index(link, Index.AUTO);
        assertThat(index.title()).isEqualTo("unknown");
        index.check();
        assertThat(index.title()).isEqualTo("copy");
        assertThat(index.questions()).isInstanceOf(RedisQuestions.class);
        assertThat(index.word()).isEmpty();
    }

    @Test
    void whoInsistsOnVectorSetsIsToldThatThereAreNone() {
        RedisIndex index = index(link, Index.SERVER);
        index.check();
        assertThat(index.title()).isEqualTo("none: this Redis has no vector sets");
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        assertThat(questions(on(link, Index.SERVER, 1 << 30), "acme", "scope1")).isEmpty();
        assertThat(questions(store, "acme", "scope1")).containsExactly(A);
    }

    @Test
    void aReplicaThatMissedMoreChangesThanAreLoggedReadsAllAnew() {
        try (RedisLink otherLink = link()) {
            RedisStore other = on(otherLink);
            store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
            assertThat(questions(other, "acme", "scope1")).containsExactly(A);
            for (int i = 0; i < 1_200; i++) {
                store.put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[] {3, 4, 0, 0});
                store.remove("acme", B);
            }
            store.put("acme", answer(C, "three", Duration.ofMinutes(1)), new float[] {3, 4, 0, 0});
            assertThat(questions(other, "acme", "scope1")).containsExactlyInAnyOrder(A, C);
        }
    }

    @Test
    void aScopeThatWasClearedAndBegunAnewIsNotTakenForTheOld() {
        try (RedisLink otherLink = link()) {
            RedisStore other = on(otherLink);
            store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
            assertThat(questions(other, "acme", "scope1")).containsExactly(A);
            store.clear("acme");
            store.put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[] {3, 4, 0, 0});
            assertThat(questions(other, "acme", "scope1")).containsExactly(B);
        }
    }

    @Test
    void aLargeScopeThatIsNewHereIsReadInTheBackground() {
        for (int i = 0; i < 1_500; i++) {
            store.put("acme", answer("%032x".formatted(i), "q" + i, Duration.ofMinutes(5)), new float[] {1, i, 0, 0});
        }
        try (RedisLink otherLink = link()) {
            RedisStore other = on(otherLink);
            var none = new Allowance(Duration.ofSeconds(20));
            none.spend(Duration.ofSeconds(10).toNanos());
            List<String> first =
                    ScopedValue.where(Allowance.CURRENT, none).call(() -> questions(other, "acme", "scope1"));
            assertThat(first).hasSizeLessThan(1_500);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                var little = new Allowance(Duration.ofSeconds(20));
                little.spend(Duration.ofSeconds(10).toNanos());
                assertThat(ScopedValue.where(Allowance.CURRENT, little).call(() -> questions(other, "acme", "scope1")))
                        .hasSize(1_500);
            });
        }
    }

    @Test
    void everyKeyBelongsToItsTenantAndHasALife() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        store.served("acme", A);
        Awaitility.await().until(() -> store.find("acme", A).orElseThrow().hits() == 1);
        var keys = link.ask(Request.cmd(Command.KEYS).arg("*"));
        assertThat(keys).isNotNull().hasSize(7);
        for (var key : keys) {
            assertThat(key.toString()).startsWith("sluice:{acme}:cache:");
            assertThat(link.ask(Request.cmd(Command.PTTL).arg(key.toString())).toLong())
                    .isPositive();
        }
    }
}
