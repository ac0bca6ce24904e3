package dev.sluice.optimizer.originals;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a tool returned can be had back by its tenant, for a while. */
class OriginalStoreTest {

    private final AtomicLong nanos = new AtomicLong();
    private final OriginalStore store = new OriginalStore(
            new OriginalsConfig() {
                @Override
                public MemorySize size() {
                    return new MemorySize(BigInteger.valueOf(1_000_000));
                }

                @Override
                public Duration ttl() {
                    return Duration.ofHours(1);
                }
            },
            nanos::get);

    @Test
    void theSameTextGetsTheSameLineAndComesBack() {
        String line = store.of("acme").instead("{\"rows\":[1,2,3]}", 300);

        assertThat(store.of("acme").instead("{\"rows\":[1,2,3]}", 300)).isEqualTo(line);
        assertThat(line).contains("300 tokens");
        assertThat(store.find("acme", id(line))).isEqualTo("{\"rows\":[1,2,3]}");
    }

    @Test
    void anotherTenantGetsNothingByAnyId() {
        String line = store.of("acme").instead("secret", 300);

        assertThat(store.find("other", id(line))).isNull();
        assertThat(id(store.of("other").instead("secret", 300))).isNotEqualTo(id(line));
    }

    @Test
    void afterAWhileItIsGone() {
        String line = store.of("acme").instead("text", 300);

        nanos.addAndGet(Duration.ofHours(1).minusNanos(1).toNanos());
        assertThat(store.find("acme", id(line))).isEqualTo("text");
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(store.find("acme", id(line))).isNull();
    }

    private static String id(String line) {
        return line.substring(line.lastIndexOf('/') + 1, line.length() - 1);
    }
}
