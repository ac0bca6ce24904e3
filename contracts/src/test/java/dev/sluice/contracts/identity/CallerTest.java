package dev.sluice.contracts.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void nobodyIsACallerWithoutATenant() {
        assertThatThrownBy(() -> new Caller(" ", null, null, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scopesCannotBeWidenedLater() {
        Set<String> scopes = new HashSet<>(Set.of("chat"));

        var caller = new Caller("acme", null, null, scopes);
        scopes.add("admin");

        assertThat(caller.scopes()).containsExactly("chat");
    }
}
