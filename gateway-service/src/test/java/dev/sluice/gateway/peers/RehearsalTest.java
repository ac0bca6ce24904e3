package dev.sluice.gateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    private static final Duration DEADLINE = Duration.ofMillis(50);
    private static final Duration NO_PAUSE = Duration.ofMillis(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong clock = new AtomicLong();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void oneCallIsEnoughWhenItIsAnsweredInTime() throws Exception {
        assertThat(calls(answer(50))).isEqualTo(1);
    }

    @Test
    void itGoesOnUntilTheHelperIsThereAndFastEnough() throws Exception {
        assertThat(calls(refused(), refused(), answer(900), answer(51), answer(50)))
                .isEqualTo(5);
    }

    @Test
    void itEndsWhenTheHelperNeverComes() {
        var rehearsal = new Rehearsal(vertx, DEADLINE, NO_PAUSE, refused(), clock::get);

        assertThatThrownBy(() -> outcome(rehearsal)).hasMessageContaining(Rehearsal.MOST + " calls");
    }

    @SafeVarargs
    private int calls(Supplier<Future<String>>... answers) throws Exception {
        Queue<Supplier<Future<String>>> left = new ArrayDeque<>(List.of(answers));
        int calls = outcome(
                new Rehearsal(vertx, DEADLINE, NO_PAUSE, () -> left.remove().get(), clock::get));
        assertThat(left).isEmpty();
        return calls;
    }

    private Supplier<Future<String>> answer(long afterMillis) {
        return () -> {
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(afterMillis));
            return Future.succeededFuture("answer");
        };
    }

    private static Supplier<Future<String>> refused() {
        return () -> Future.failedFuture("refused");
    }

    private static int outcome(Rehearsal rehearsal) throws Exception {
        return rehearsal.start().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
