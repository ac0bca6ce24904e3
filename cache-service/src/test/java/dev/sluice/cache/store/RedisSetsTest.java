package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheConfig.RedisUse.Index;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** With a Redis that compares questions itself. */
@EnabledIf("dev.sluice.testkit.EmbeddedRedis#hasVectorSets")
class RedisSetsTest extends RedisStoreContract {

    private static final String SET = "sluice:{acme}:cache:scope:scope1:near";

    @Override
    EmbeddedRedis server() {
        return EmbeddedRedis.startWithVectorSets();
    }

    private long inSet() {
        return RedisLink.number(link.ask(Request.cmd(Command.create("VCARD")).arg(SET)));
    }

    private static float[] unit(Random random) {
        float[] vector = new float[384];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    @Test
    void aRedisWithVectorSetsIsKnownAndUsed() {
        RedisIndex index = index(link, Index.AUTO);
        assertThat(index.title()).isEqualTo("unknown");
        assertThat(index.questions()).isInstanceOf(RedisSets.class);
        assertThat(index.title()).isEqualTo("server");
        assertThat(index(link, Index.COPY).questions()).isInstanceOf(RedisQuestions.class);
    }

    @Test
    void aRedisThatForbidsVectorSetsIsComparedInACopy() {
        link.ask(Request.cmd(Command.ACL).arg("SETUSER").arg("default").arg("-vsim"));
        try {
            RedisIndex index = index(link, Index.AUTO);
            index.check();
            assertThat(index.title()).isEqualTo("copy");
            RedisStore forbidden = on(link);
            forbidden.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
            assertThat(questions(forbidden, "acme", "scope1")).containsExactly(A);
        } finally {
            link.ask(Request.cmd(Command.ACL).arg("SETUSER").arg("default").arg("+@all"));
        }
    }

    @Test
    void similaritiesAreTheSameAsThoseOfACopyToTheLastBit() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            store.put("acme", answer("%032x".formatted(i), "q" + i, Duration.ofMinutes(5)), unit(random));
        }
        RedisStore copy = on(link, Index.COPY, 1 << 30);
        for (int i = 0; i < 20; i++) {
            float[] question = unit(random);
            List<Near> near = store.nearest("acme", "scope1", question, 0.0, 5);
            assertThat(near).hasSize(5).isEqualTo(copy.nearest("acme", "scope1", question, 0.0, 5));
        }
    }

    @Test
    void whatIsGoneIsGoneFromTheSetToo() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        store.put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[] {3, 4, 0, 0});
        store.put("acme", answer(C, "three", Duration.ofMinutes(1)), new float[] {4, 3, 0, 0});
        assertThat(inSet()).isEqualTo(3);
        store.remove("acme", A);
        assertThat(inSet()).isEqualTo(2);
        store.put("acme", answer(B, "two", Duration.ofMinutes(1)), null);
        assertThat(inSet()).isEqualTo(1);
        store.clear("acme");
        assertThat(inSet()).isZero();
    }

    @Test
    void whoHasMoreThanItsShareLosesQuestionsWithTheirAnswers() {
        RedisStore small = on(link, Index.SERVER, 1_000);
        for (int i = 0; i < 10; i++) {
            small.put("acme", answer("%032x".formatted(i), "q" + i, Duration.ofMinutes(10 + i)), new float[] {1, i, 0, 0
            });
        }
        assertThat(inSet()).isEqualTo(small.contents("acme").entries()).isBetween(2L, 9L);
    }

    @Test
    void questionsFromATimeWithoutSetsAreAdded() {
        RedisStore before = on(link, Index.COPY, 1 << 30);
        for (int i = 0; i < 300; i++) {
            before.put("acme", answer("%032x".formatted(i), "q" + i, Duration.ofMinutes(5)), new float[] {1, i, 0, 0});
        }
        assertThat(inSet()).isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(questions(store, "acme", "scope1")).hasSize(300));
    }

    @Test
    void aCandidateThatIsNoQuestionAnyMoreIsNotServedAndLeavesTheSet() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        link.ask(Request.cmd(Command.HDEL)
                .arg("sluice:{acme}:cache:scope:scope1")
                .arg(A));
        assertThat(questions(store, "acme", "scope1")).isEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(inSet()).isZero());
    }

    @Test
    void theSetLivesNoLongerThanItsQuestions() {
        store.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {1, 2, 0, 0});
        assertThat(RedisLink.number(link.ask(Request.cmd(Command.PTTL).arg(SET))))
                .isBetween(1L, 60_000L);
    }
}
