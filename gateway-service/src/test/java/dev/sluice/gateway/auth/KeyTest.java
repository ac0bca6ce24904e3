package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Level;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is stored of a key, at its bounds. */
class KeyTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ApiKey SECRET = new ApiKey("id", "sk-sl-id-secret");
    private static final ApiKey OLD = new ApiKey("id", "sk-sl-id-before");

    private final KeyHash hash = new KeyHash(config());

    @Test
    void aKeyEndsAtItsLastInstant() {
        Key key = new Key(record(NOW, null), Allowance.UNLIMITED);

        assertThat(key.isExpired(NOW.minusNanos(1))).isFalse();
        assertThat(key.isExpired(NOW)).isTrue();
        assertThat(new Key(record(null, null), Allowance.UNLIMITED).isExpired(Instant.MAX))
                .isFalse();
    }

    @Test
    void theSecretBeforeTheRotationIsGoodUntilTheOverlapEnds() {
        KeyRecord rotated = record(null, new KeyRecord.Previous(hash.of(OLD), NOW));

        assertThat(hash.matches(SECRET, rotated, NOW)).isTrue();
        assertThat(hash.matches(OLD, rotated, NOW.minusNanos(1))).isTrue();
        assertThat(hash.matches(OLD, rotated, NOW)).isFalse();
        assertThat(hash.matches(OLD, record(null, null), NOW)).isFalse();
        assertThat(hash.matches(SECRET, null, NOW)).isFalse();
    }

    @Test
    void modelsAreMatchedByNameAndByTheirBeginning() {
        Credential some = new Credential(
                record(null, null).caller(), Set.of("o3", "gpt-4o*"), List.<Level>of(), java.util.Map.of());

        assertThat(some.mayAsk("o3")).isTrue();
        assertThat(some.mayAsk("o3-mini")).isFalse();
        assertThat(some.mayAsk("gpt-4o")).isTrue();
        assertThat(some.mayAsk("gpt-4o-mini")).isTrue();
        assertThat(some.mayAsk("gpt-4")).isFalse();
        assertThat(Credential.unlimited(record(null, null).caller()).mayAsk("anything"))
                .isTrue();
    }

    private KeyRecord record(@Nullable Instant expiresAt, KeyRecord.@Nullable Previous previous) {
        return new KeyRecord(
                "id",
                hash.of(SECRET),
                "acme",
                null,
                null,
                Set.of(),
                List.of(),
                null,
                null,
                null,
                null,
                expiresAt,
                List.of(),
                NOW,
                previous);
    }

    /** A configuration with nothing but a pepper. */
    private static GatewayConfig config() {
        return (GatewayConfig) Proxy.newProxyInstance(
                KeyTest.class.getClassLoader(),
                new Class<?>[] {GatewayConfig.class},
                (proxy, method, arguments) -> Optional.of("a pepper of some length"));
    }
}
