package dev.sluice.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyRoomTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void thereIsRoomUpToTheBoundAndNotForAByteMore() {
        var room = new BodyRoom(vertx, 100, LONG);

        assertThat(room.tryTake(99)).isTrue();
        assertThat(room.tryTake(1)).isTrue();
        assertThat(room.tryTake(1)).isFalse();
        assertThat(room.taken()).isEqualTo(100);
    }

    @Test
    void oneBodyLargerThanTheWholeRoomIsLetInAlone() {
        var room = new BodyRoom(vertx, 100, LONG);

        assertThat(room.tryTake(101)).isTrue();
        assertThat(room.tryTake(1)).isFalse();
    }

    @Test
    void whoWaitsIsLetInInOrderWhenRoomIsGivenBack() {
        var room = new BodyRoom(vertx, 100, LONG);
        room.take(100);
        Future<Void> first = room.take(60);
        Future<Void> second = room.take(60);
        assertThat(first.isComplete()).isFalse();

        room.give(100);

        await().until(first::succeeded);
        assertThat(second.isComplete()).isFalse();
        room.give(60);
        await().until(second::succeeded);
        room.give(60);
        assertThat(room.taken()).isZero();
    }

    @Test
    void whoWaitsTooLongIsToldToComeBackAndTakesNothing() {
        var room = new BodyRoom(vertx, 100, SHORT);
        room.take(100);

        Future<Void> late = room.take(1);

        await().until(late::failed);
        assertThat(late.cause())
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(503));
        room.give(100);
        assertThat(room.taken()).isZero();
    }
}
