package dev.sluice.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While Redis is away requests are served, and who sent them knows that they may run twice. */
@QuarkusTest
@TestProfile(RedisAwayResourceTest.Away.class)
class RedisAwayResourceTest extends GatewayTest {

    @Test
    void aRequestWithAKeyRunsAndSaysThatNobodyGuardedIt() {
        var acme = newTenant("away");

        for (int i = 1; i <= 5; i++) {
            var reply = acme.chat("gpt-4o-mini", "hello", "idempotency-key", "k", "x-sluice-cache", "off");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-sluice-degraded")).contains("idempotency");
            assertThat(upstream.requests()).hasSize(i);
        }
        assertThat(acme.chat("gpt-4o-mini", "hello", "x-sluice-cache", "off").header("x-sluice-degraded"))
                .doesNotContain("idempotency");
    }

    /** A Redis that nobody can reach. */
    public static final class Away implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.redis.url", "redis://127.0.0.1:1", "sluice.data.dir", "target/redis-away-data");
        }
    }
}
