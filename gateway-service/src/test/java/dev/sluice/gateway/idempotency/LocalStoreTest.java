package dev.sluice.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The promises in one process, and its bounds. */
class LocalStoreTest extends StoreContract {

    private static final Duration DAY = Duration.ofHours(24);

    private final AtomicLong nanos = new AtomicLong();

    @Override
    Store store() {
        return new LocalStore(100_000, DAY, nanos::get);
    }

    @Test
    void anAnswerIsKeptForItsTimeAndNotLonger() {
        keep(name, 10);
        nanos.addAndGet(DAY.toNanos() - 1);
        assertThat(await(store.claim(name, new Claim(BODY, "two")))).isInstanceOf(Found.Finished.class);

        nanos.addAndGet(1);

        assertThat(await(store.claim(name, new Claim(BODY, "three")))).isEqualTo(new Found.Nothing());
    }

    @Test
    void allAnswersTogetherAreBoundedInBytes() {
        int there = 0;
        for (int i = 0; i < 20; i++) {
            keep(new Name("acme", "key-" + i), 10_000);
        }
        for (int i = 0; i < 20; i++) {
            there +=
                    await(store.claim(new Name("acme", "key-" + i), new Claim(BODY, "again"))) instanceof Found.Finished
                            ? 1
                            : 0;
        }

        assertThat(there).isBetween(1, 9);
    }

    private void keep(Name under, int length) {
        var claim = new Claim(BODY, "one");
        await(store.claim(under, claim));
        await(store.keep(under, claim, new Kept(BODY, "m", 200, "", Buffer.buffer(new byte[length]))));
    }
}
