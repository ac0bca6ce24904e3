package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.text.Complaint;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static Arguments parse(String... words) {
        return Arguments.parse("up", List.of(words), Set.of("--data", "--port"), Set.of("-d"));
    }

    @Test
    void optionsAndWordsMayComeInAnyOrder() {
        Arguments arguments = parse("a", "--port=81", "-d", "--data", "x", "b");

        assertThat(arguments.port("--port", 8080)).isEqualTo(81);
        assertThat(arguments.value("--data")).contains("x");
        assertThat(arguments.flags()).containsExactly("-d");
        assertThat(arguments.rest()).containsExactly("a", "b");
    }

    @Test
    void anUnknownOptionIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> parse("--prot", "81"))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("does not know --prot")
                .extracting(e -> ((Complaint) e).remedy())
                .isEqualTo("It knows --data VALUE, --port VALUE, -d.");
    }

    @Test
    void aPortIsANumberUpTo65535() {
        assertThat(parse("--port", "65535").port("--port", 1)).isEqualTo(65_535);
        assertThat(parse().port("--port", 1)).isEqualTo(1);
        for (String wrong : List.of("65536", "-1", "http", "")) {
            assertThatThrownBy(() -> parse("--port=" + wrong).port("--port", 1)).hasMessageContaining("is not a port");
        }
        assertThatThrownBy(() -> parse("--port")).hasMessageContaining("needs a value");
    }
}
