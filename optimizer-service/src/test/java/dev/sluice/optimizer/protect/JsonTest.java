package dev.sluice.optimizer.protect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** JSON said shorter holds the same values. */
class JsonTest {

    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void onlyTheLayoutGoesAndNumbersAndRepeatedKeysStayAsTheyAreWritten() {
        assertThat(Json.flat("{ \"a\" : 1.50e3,\n \"a\" : \"x  \\\" y\" ,\t\"b\": [ ] }"))
                .isEqualTo("{\"a\":1.50e3,\"a\":\"x  \\\" y\",\"b\":[]}");
    }

    @Test
    void whatIsNoStrictJsonIsLeftAlone() {
        for (String text : List.of("{a: 1}", "{'a': 1}", "{\"a\": 1,}", "{\"a\": 1} x", "{{name}}", "[1, 2", "")) {
            assertThat(Json.flat(text)).as(text).isNull();
        }
    }

    @Test
    void rowsWithTheSameKeysBecomeATableAndComeBack() throws Exception {
        String flat = "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"},{\"id\":3,\"name\":null}]";

        assertThat(JsonRows.pack(flat))
                .isEqualTo("{\"columns\":[\"id\",\"name\"],\"rows\":[[1,\"a\"],[2,\"b\"],[3,null]]}");
        assertThat(JsonRows.unpack(JsonRows.pack(flat))).isEqualTo(flat);
    }

    @Test
    void rowsThatDifferOrAreFewOrWouldComeBackDifferentlyStay() {
        assertThat(JsonRows.pack("[{\"a\":1},{\"a\":2}]")).isNull();
        assertThat(JsonRows.pack("[{\"a\":1},{\"b\":2},{\"a\":3}]")).isNull();
        assertThat(JsonRows.pack("[{\"a\":1e3},{\"a\":2},{\"a\":3}]")).isNull();
        assertThat(JsonRows.pack(
                        "{\"a\":[{\"id\":1},{\"id\":2},{\"id\":3}],\"b\":{\"columns\":[\"x\"],\"rows\":[[1]]}}"))
                .isNull();
    }

    @Property(tries = 200)
    void anyTreeComesBackTheSame(@ForAll("trees") Object tree) throws Exception {
        String pretty = PRETTY.writeValueAsString(tree);
        String flat = Json.flat(pretty);

        if (tree instanceof Map || tree instanceof List) {
            assertThat(flat).isEqualTo(new ObjectMapper().writeValueAsString(tree));
            String packed = JsonRows.pack(flat);
            if (packed != null) {
                assertThat(packed.length()).isLessThan(flat.length());
                assertThat(JsonRows.unpack(packed)).isEqualTo(flat);
            }
        }
    }

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.integers().map(n -> n),
                Arbitraries.strings().ofMaxLength(8).map(s -> s),
                Arbitraries.of(true, false));
        Arbitrary<Object> row = Combinators.combine(leaf, leaf)
                .as((a, b) -> new java.util.TreeMap<>(Map.of("a", a, "b", b)))
                .map(map -> map);
        Arbitrary<Object> table = row.list().ofMaxSize(5).map(list -> list);
        return Arbitraries.oneOf(leaf, row, table, table.list().ofMaxSize(3).map(list -> list));
    }
}
