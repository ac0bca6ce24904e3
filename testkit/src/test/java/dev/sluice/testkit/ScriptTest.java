package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    static Stream<Script> scripts() {
        return Stream.of(
                Script.echo(),
                Script.say("héllo \"]]\""),
                Script.words(3).times(2),
                Script.error(429).retryAfter(3).header("X-Other", "1"),
                Script.error(500, "went wrong"),
                Script.raw("a", "b\n"),
                Script.garbage(),
                Script.neverAnswer(),
                Script.hangUp(),
                Script.echo().cutAfterBytes(0),
                Script.echo().cutAfterChunks(2),
                Script.echo().endAfterChunks(2),
                Script.echo().stallAfterChunks(2),
                Script.echo().compressed().oddly(),
                Script.echo()
                        .headersAfter(Duration.ofMillis(1))
                        .firstTokenAfter(Duration.ofMillis(2))
                        .tokenEvery(Duration.ofMillis(3)));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void comesBackFromItsJson(Script script) {
        assertThat(Script.parse(script.toJson())).isEqualTo(script);
        assertThat(script.toJson()).matches("\\p{ASCII}*");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void isNotEchoedWhenItTravelsInAMessage(Script script) {
        assertThat(Scripts.withoutMarker("before " + script.toMarker())).isEqualTo("before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"statu\":1}", "{", "{\"status\":199}", "{\"status\":600}", "{\"times\":0}"})
    void refusesWhatIsNoScript(String json) {
        assertThatThrownBy(() -> Script.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheUnknownKey() {
        assertThatThrownBy(() -> Script.parse("{\"statu\":1}")).hasMessageContaining("\"statu\"");
    }
}
