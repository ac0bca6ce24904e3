package dev.sluice.kit.requests;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLogTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "req-1", "01932f7e-1c2d-7a3b-8c4d-5e6f708192a3", "a/b:c=d+e~", "{x}"})
    void aPlainIdIsTaken(String id) {
        assertThat(RequestLog.isPlain(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\"b", "a\\b", "a\nb", "a\r", "a\u0000", "a\u007f", "é", "\u2028"})
    void anIdThatCouldForgeALogLineIsNot(String id) {
        assertThat(RequestLog.isPlain(id)).isFalse();
    }

    @Test
    void anIdOf128CharactersIsTheLongest() {
        assertThat(RequestLog.isPlain("x".repeat(127))).isTrue();
        assertThat(RequestLog.isPlain("x".repeat(128))).isTrue();
        assertThat(RequestLog.isPlain("x".repeat(129))).isFalse();
    }

    @Property(tries = 500)
    void whateverIsTakenIsPrintableAsciiWithoutQuotes(@ForAll String id) {
        if (RequestLog.isPlain(id)) {
            assertThat(id).matches("[!-~&&[^\"\\\\]]{1,128}");
        }
    }
}
