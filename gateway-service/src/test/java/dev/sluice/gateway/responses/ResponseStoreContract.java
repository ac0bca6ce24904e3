package dev.sluice.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.ingress.Body;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of answers promises, in one process or in Redis. */
abstract class ResponseStoreContract {

    static final Duration RETENTION = Duration.ofHours(1);

    String tenant;
    private ResponseStore store;

    abstract Vertx vertx();

    abstract ResponseStore store(Duration retention);

    /** As a feature calls it: from an event loop. */
    static <T> T wait(Vertx vertx, Supplier<Future<T>> asked) {
        var done = new CompletableFuture<T>();
        vertx.runOnContext(on -> asked.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        return done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    static Kept answer(String text) {
        return new Kept(
                null,
                body("{\"id\":\"resp_1\",\"object\":\"response\",\"metadata\":{\"x\":1.50},\"text\":\"" + text + "\"}"),
                body("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}"));
    }

    private static Body body(String json) {
        return new Body(json.getBytes(StandardCharsets.UTF_8));
    }

    Optional<Kept> find(ResponseStore from, String who, String id) {
        return wait(vertx(), () -> from.find(who, id));
    }

    void keep(ResponseStore at, String who, String id, Kept answer) {
        wait(vertx(), () -> at.keep(who, id, answer));
    }

    @BeforeEach
    void fresh() {
        tenant = "acme-" + System.nanoTime();
        store = store(RETENTION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_000, 100_000})
    void whatIsKeptIsFoundByteForByte(int length) {
        Kept answer = answer("ä".repeat(length));

        keep(store, tenant, "resp_1", answer);

        assertThat(find(store, tenant, "resp_1")).hasValueSatisfying(found -> {
            assertThat(found.provider()).isNull();
            assertThat(found.response().bytes()).isEqualTo(answer.response().bytes());
            assertThat(found.messages().bytes()).isEqualTo(answer.messages().bytes());
        });
    }

    @Test
    void ofOneThatItsHostKeepsTheHostIsKnown() {
        keep(store, tenant, "resp_theirs", Kept.at("openai"));

        assertThat(find(store, tenant, "resp_theirs"))
                .hasValueSatisfying(found -> assertThat(found.provider()).isEqualTo("openai"));
    }

    @Test
    void anotherTenantFindsNothingAndForgetsNothing() {
        keep(store, tenant, "resp_1", answer("mine"));

        assertThat(find(store, "evil", "resp_1")).isEmpty();
        wait(vertx(), () -> store.forget("evil", "resp_1"));

        assertThat(find(store, tenant, "resp_1")).isPresent();
    }

    @Test
    void whatIsForgottenIsGone() {
        keep(store, tenant, "resp_1", answer("mine"));

        wait(vertx(), () -> store.forget(tenant, "resp_1"));

        assertThat(find(store, tenant, "resp_1")).isEmpty();
    }
}
