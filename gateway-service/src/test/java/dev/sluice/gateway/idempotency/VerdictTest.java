package dev.sluice.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request with a key, and what a key may be. */
class VerdictTest {

    private static final String BODY = Digest.of("{\"model\":\"m\"}");
    private static final String OTHER = Digest.of("{\"model\":\"n\"}");
    private static final Kept KEPT = new Kept(BODY, "m", 200, "application/json", Buffer.buffer("{}"));

    @Test
    void theFirstRuns() {
        assertThat(Verdict.on(new Found.Nothing(), BODY)).isEqualTo(new Verdict.Run(true));
    }

    @Test
    void whereNobodyCanTellItRunsAndThatIsKnown() {
        assertThat(Verdict.on(new Found.Unknown(), BODY)).isEqualTo(new Verdict.Run(false));
    }

    @Test
    void theSameIsAnsweredAgain() {
        assertThat(Verdict.on(new Found.Finished(KEPT), BODY)).isEqualTo(new Verdict.Replay(KEPT));
    }

    @Test
    void theSameWhileTheFirstRunsIsToldToWait() {
        ApiError error = refused(new Found.Running(BODY), BODY);

        assertThat(error.status()).isEqualTo(409);
        assertThat(error.code()).isEqualTo("idempotency_in_progress");
        assertThat(error.headers()).containsEntry("retry-after", "1");
    }

    @Test
    void anotherBodyIsAnErrorWhetherTheFirstRunsOrIsOver() {
        for (Found found : List.of(new Found.Running(BODY), new Found.Finished(KEPT))) {
            ApiError error = refused(found, OTHER);
            assertThat(error.status()).isEqualTo(422);
            assertThat(error.code()).isEqualTo("idempotency_key_reused");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 404, 413, 422, 499})
    void theseAreTheLastWord(int status) {
        assertThat(Verdict.isFinal(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 408, 409, 425, 429, 500, 502, 503, 529})
    void theseArePassing(int status) {
        assertThat(Verdict.isFinal(status)).isFalse();
    }

    @Test
    void tenantsProjectsPathsAndKeysAreKeptApart() {
        Name name = name("acme", "p", "/v1/chat/completions", "k");

        assertThat(name).isEqualTo(name("acme", "p", "/v1/chat/completions", "k"));
        assertThat(Set.of(
                        name,
                        name("other", "p", "/v1/chat/completions", "k"),
                        name("acme", "q", "/v1/chat/completions", "k"),
                        name("acme", null, "/v1/chat/completions", "k"),
                        name("acme", "p", "/v1/embeddings", "k"),
                        name("acme", "p", "/v1/chat/completions", "l")))
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void aKeyOfTheseLengthsIsTaken(int length) {
        assertThat(name("acme", "p", "/", "~".repeat(length)).digest()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void aKeyOfTheseLengthsIsRefused(int length) {
        assertThatThrownBy(() -> name("acme", "p", "/", "~".repeat(length)))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("1 to 255")
                .hasMessageContaining("has " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " ", "a\tb", "caf\u00e9", "\u007f"})
    void aKeyIsVisible(String key) {
        assertThatThrownBy(() -> name("acme", "p", "/", key)).hasMessageContaining("visible");
    }

    private static ApiError refused(Found found, String body) {
        return ((Verdict.Refuse) Verdict.on(found, body)).error();
    }

    private static Name name(String tenant, @Nullable String project, String path, String key) {
        return Name.of(new Caller(tenant, project, null, Set.of()), path, List.of(key));
    }
}
