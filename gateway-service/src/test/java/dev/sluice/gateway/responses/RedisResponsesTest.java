package dev.sluice.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.redis.SharedRedis;
import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same promises in Redis, and what it holds. */
class RedisResponsesTest extends ResponseStoreContract {

    private static final int LARGEST = 1 << 20;

    private static Vertx vertx;
    private static EmbeddedRedis server;
    private static SharedRedis redis;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        server = EmbeddedRedis.start();
        redis = new SharedRedis(vertx, Optional.of(server.url()), Duration.ofSeconds(2));
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    Vertx vertx() {
        return vertx;
    }

    @Override
    RedisResponses store(Duration retention) {
        return new RedisResponses(redis, retention, LARGEST);
    }

    private String key() {
        return "sluice:{" + tenant + "}:response:resp_1";
    }

    private long number(Command command, String key) {
        return wait(vertx, () -> redis.ask(Request.cmd(command).arg(key))).toLong();
    }

    @Test
    void afterItsTimeAnAnswerIsGoneAndItsMarkToo() {
        var store = store(Duration.ofMillis(300));
        keep(store, tenant, "resp_1", answer("mine"));
        wait(vertx, () -> store.forget(tenant, "resp_2"));
        assertThat(number(Command.PTTL, key())).isBetween(1L, 300L);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(find(store, tenant, "resp_1")).isEmpty());
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(number(Command.EXISTS, "sluice:{" + tenant + "}:response:resp_2"))
                        .isZero());
    }

    @Test
    void longAnswersTakeLittleRoom() {
        keep(store(RETENTION), tenant, "resp_1", answer("the same again ".repeat(10_000)));

        assertThat(number(Command.STRLEN, key())).isLessThan(5_000);
    }

    @Test
    void whatWasForgottenBeforeItArrivedStaysForgotten() {
        var store = store(RETENTION);
        wait(vertx, () -> store.forget(tenant, "resp_1"));

        keep(store, tenant, "resp_1", answer("late"));

        assertThat(find(store, tenant, "resp_1")).isEmpty();
        assertThat(wait(vertx, () -> store.isForgotten(tenant, "resp_1"))).isTrue();
        assertThat(wait(vertx, () -> store.isForgotten(tenant, "resp_2"))).isFalse();
    }

    @Test
    void valuesOfOthersAndOnesThatAreTooLargeAreNoAnswers() {
        for (String value : new String[] {"", "x", "{}", "{\"response\":1}", "(\u00b5/\u00fd broken"}) {
            wait(vertx, () -> redis.ask(Request.cmd(Command.SET).arg(key()).arg(value)));
            assertThat(find(store(RETENTION), tenant, "resp_1")).isEmpty();
        }
        wait(vertx, () -> redis.ask(Request.cmd(Command.DEL).arg(key())));
        keep(store(RETENTION), tenant, "resp_1", answer("x".repeat(LARGEST)));

        assertThat(find(store(RETENTION), tenant, "resp_1")).isEmpty();
    }
}
