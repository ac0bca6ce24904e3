package dev.sluice.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void aPathLeadsToItsValueAndAMissingOneToNothing() {
        Json json = Json.parse("{\"a\": {\"b\": [1, 2.5, true, null, \"x\\u00e9\\n\"]}}");

        List<Json> items = json.at("a", "b").items();

        assertThat(items.get(0).number(0)).isEqualTo(1);
        assertThat(items.get(1).decimal(0)).isEqualTo(2.5);
        assertThat(items.get(2)).isEqualTo(new Json.Bool(true));
        assertThat(items.get(3)).isEqualTo(new Json.Nil());
        assertThat(items.get(4).text("")).isEqualTo("xé\n");
        assertThat(json.at("a", "no", "way").text("none")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1,]", "{\"a\" 1}", "\"", "\"\\u12\"", "01", "1 2", "nul", "\"\\x\"", "{\"a\":}", "+1"
            })
    void brokenTextIsRefusedWithItsPlace(String broken) {
        assertThatThrownBy(() -> Json.parse(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not JSON at character");
    }

    @Test
    void nestingHasABound() {
        assertThat(Json.parse("[".repeat(200) + "]".repeat(200)).items()).hasSize(1);
        assertThatThrownBy(() -> Json.parse("[".repeat(201) + "]".repeat(201))).hasMessageContaining("nested");
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll String name, @ForAll List<String> texts, @ForAll long number) {
        Json json = Json.object(name, texts, name + "'", number, name + "''", true);

        assertThat(Json.parse(json.write())).isEqualTo(json);
    }

    @Property
    void anyTextIsReadOrRefusedAndNothingElse(@ForAll String text) {
        try {
            Json.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("not JSON at character");
        }
    }
}
