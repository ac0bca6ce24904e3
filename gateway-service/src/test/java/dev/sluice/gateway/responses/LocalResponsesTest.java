package dev.sluice.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promises in the memory of one replica, and its bound. */
class LocalResponsesTest extends ResponseStoreContract {

    private static Vertx vertx;

    private final AtomicLong nanos = new AtomicLong();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    Vertx vertx() {
        return vertx;
    }

    @Override
    ResponseStore store(Duration retention) {
        return new LocalResponses(1 << 20, retention, nanos::get);
    }

    @Test
    void afterItsTimeAnAnswerIsGone() {
        var store = store(RETENTION);
        keep(store, tenant, "resp_1", answer("mine"));

        nanos.addAndGet(RETENTION.toNanos() - 1);
        assertThat(find(store, tenant, "resp_1")).isPresent();
        nanos.addAndGet(1);
        assertThat(find(store, tenant, "resp_1")).isEmpty();
    }

    @Test
    void whatDoesNotFitPushesOthersOut() {
        Kept answer = answer("x".repeat(1_000));
        var store = new LocalResponses(answer.weight() * 2L, RETENTION, nanos::get);

        for (int i = 0; i < 5; i++) {
            keep(store, tenant, "resp_" + i, answer);
        }

        long left = java.util.stream.IntStream.range(0, 5)
                .filter(i -> store.own(tenant, "resp_" + i).isPresent())
                .count();
        assertThat(left).isEqualTo(2);
    }
}
