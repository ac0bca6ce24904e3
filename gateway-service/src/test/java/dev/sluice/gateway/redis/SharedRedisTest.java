package dev.sluice.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.EmbeddedRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis goes away and comes back; what it refuses is not taken for its absence. */
class SharedRedisTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Vertx vertx;
    private EmbeddedRedis server;
    private SharedRedis redis;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = EmbeddedRedis.start();
        redis = new SharedRedis(vertx, Optional.of(server.url()), PATIENCE);
    }

    @AfterEach
    void stop() throws Exception {
        redis.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private Response ping() {
        return wait(redis.ask(Request.cmd(Command.PING)));
    }

    @Test
    void whatIsAskedIsAnswered() {
        assertThat(ping().toString()).isEqualTo("PONG");
        assertThat(wait(redis.run(Script.of("return {1, 2}"), List.of(), List.of())))
                .containsExactly(1, 2);
        assertThat(redis.isConfigured()).isTrue();
        assertThat(redis.isAway()).isFalse();
    }

    @Test
    void withoutOneEveryQuestionFailsAtOnceAndNobodyIsAway() {
        try (var none = new SharedRedis(vertx, Optional.empty(), PATIENCE)) {
            assertThat(none.isConfigured()).isFalse();
            assertThat(none.ask(Request.cmd(Command.PING)).cause()).isInstanceOf(RedisAway.class);
            assertThat(none.isAway()).isFalse();
        }
    }

    @Test
    void whatItRefusesIsARefusalAndNoAbsence() {
        wait(redis.ask(Request.cmd(Command.SET).arg("text").arg("x")));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> wait(redis.ask(Request.cmd(Command.INCR).arg("text"))))
                    .hasMessageContaining("not an integer");
        }

        assertThat(redis.isAway()).isFalse();
        assertThat(ping()).isNotNull();
    }

    @Test
    void itGoesAwayAndComesBackWithoutAnybodyAsking() {
        ping();

        server.kill();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::ping).hasRootCauseInstanceOf(RedisAway.class);
        }
        assertThat(redis.isAway()).isTrue();
        assertThat(redis.ask(Request.cmd(Command.PING)).cause())
                .as("nobody waits any more")
                .isInstanceOf(RedisAway.class);

        server = EmbeddedRedis.start(server.port());

        await().atMost(Duration.ofSeconds(10)).until(() -> !redis.isAway());
        assertThat(ping().toString()).isEqualTo("PONG");
    }

    @Test
    void anAnswerThatComesTooLateCountsAsAbsence() {
        ping();
        try (var hasty = new SharedRedis(vertx, Optional.of(server.url()), Duration.ofMillis(50))) {
            // Redis is held up for a second.
            redis.ask(Request.cmd(Command.EVAL)
                    .arg("local t = redis.call('TIME') local e = t[1] * 1000000 + t[2] + 1000000"
                            + " repeat t = redis.call('TIME') until t[1] * 1000000 + t[2] > e return 1")
                    .arg(0));

            assertThatThrownBy(() -> wait(hasty.ask(Request.cmd(Command.PING))))
                    .hasRootCauseInstanceOf(RedisAway.class)
                    .hasMessageContaining("within 50 ms");

            assertThat(hasty.isAway()).isTrue();
            await().atMost(Duration.ofSeconds(10)).until(() -> !hasty.isAway());
        }
    }
}
