package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static final Pepper PEPPER = new Pepper("a pepper of some length");

    @Test
    void aNewKeyIsReadBackAndDoesNotPrintItsSecret() {
        ApiKey made = ApiKey.create(new SecureRandom());

        assertThat(ApiKey.parse(made.text())).contains(made);
        assertThat(made.toString()).contains(made.id()).doesNotContain(made.text());
        assertThat(ApiKey.create(new SecureRandom()).text()).isNotEqualTo(made.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sk-", "sk-sl-", "sk-sl-id", "sk-sl-id-", "sk-sl--secret", "sk-proj-abc-def", "SK-SL-id-x"})
    void whatHasNotTheFormOfAKeyIsNone(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void aKeyOfAbsurdLengthIsNone() {
        assertThat(ApiKey.parse("sk-sl-id-" + "x".repeat(10_000))).isEmpty();
    }

    @Test
    void onlyTheSameKeyWithTheSamePepperMatches() {
        ApiKey key = new ApiKey("id", "sk-sl-id-secret");
        String hash = PEPPER.hash(key);

        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(Pepper.same(PEPPER.hash(key), hash)).isTrue();
        assertThat(Pepper.same(PEPPER.hash(new ApiKey("id", "sk-sl-id-secreu")), hash))
                .isFalse();
        assertThat(Pepper.same(hash, "0".repeat(64))).isFalse();
        assertThat(Pepper.same(new Pepper("another pepper, as long").hash(key), hash))
                .isFalse();
    }

    @Test
    void theHashIsWhatOpensslMakes() {
        // printf %s sk-sl-id-secret | openssl dgst -sha256 -hmac 'a pepper of some length'
        assertThat(PEPPER.hash(new ApiKey("id", "sk-sl-id-secret")))
                .isEqualTo("cc189d0ace72e883a7976c078ba49712e70b7364f5d1d68918f542364d670016");
    }

    @Test
    void aShortPepperIsRefusedWithARemedy() {
        assertThatThrownBy(() -> new Pepper("fifteen letters"))
                .hasMessageContaining("sluice.gateway.key-pepper")
                .hasMessageContaining("SLUICE_GATEWAY_KEY_PEPPER");
        assertThat(new Pepper("sixteen letters!")).isNotNull();
    }
}
