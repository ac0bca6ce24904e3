package dev.sluice.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.problem.Refusal;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The start; what it does with requests is tested over HTTP in optimizer-service. */
class CallerFilterTest {

    private record Config(Optional<String> secret, boolean guard) implements InternalConfig {}

    @Test
    void withoutASecretTheServiceDoesNotStart() {
        assertThatThrownBy(() -> start(Optional.empty(), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SLUICE_INTERNAL_SECRET");
    }

    @Test
    void aSecretOf16CharactersIsTheShortest() {
        assertThatThrownBy(() -> start(Optional.of("x".repeat(15)), true))
                .hasMessageContaining("shorter than 16 characters")
                .hasMessageNotContaining("xxxx");
        assertThatCode(() -> start(Optional.of("x".repeat(16)), true)).doesNotThrowAnyException();
        assertThatCode(() -> start(Optional.of("x".repeat(17)), true)).doesNotThrowAnyException();
    }

    @Test
    void aServiceThatGuardsItselfNeedsNone() {
        assertThatCode(() -> start(Optional.empty(), false)).doesNotThrowAnyException();
    }

    @Test
    void aRequestWithoutACallerIsRefusedWithTheWayIn() {
        var current = new CurrentCaller();

        assertThatThrownBy(current::get).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.detail()).contains("Authorization: Bearer");
        });
    }

    @Test
    void aKnownCallerIsTold() {
        var current = new CurrentCaller();
        var caller = new Caller("acme", null, null, Set.of());

        current.set(caller);

        assertThat(current.get()).isEqualTo(caller);
    }

    private static void start(Optional<String> secret, boolean guard) {
        new CallerFilter(new Introductions(new Config(secret, guard)), new CurrentCaller());
    }
}
