package dev.sluice.optimizer.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a section must be like. */
class ShapeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHAPE = "{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{"
            + "\"name\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":4},"
            + "\"kind\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]},"
            + "\"parts\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":2,\"sumOf\":\"percent\",\"sum\":100,\"items\":"
            + "{\"type\":\"object\",\"properties\":{\"percent\":{\"type\":\"number\",\"minimum\":0,\"maximum\":100}}}}}}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]                                                  | $ must be an object",
                "{}                                                  | $.name is missing",
                "{\"name\":\"a\"}                                    | at least 2",
                "{\"name\":\"abcde\"}                                | at most 4",
                "{\"name\":5}                                        | $.name must be a string",
                "{\"name\":\"ab\",\"kind\":\"c\"}                    | $.kind must be one of",
                "{\"name\":\"ab\",\"more\":1}                        | $.more is not asked for",
                "{\"name\":\"ab\",\"parts\":[]}                      | at least 1",
                "{\"name\":\"ab\",\"parts\":[{\"percent\":101}]}     | $.parts[0].percent is 101; at most 100",
                "{\"name\":\"ab\",\"parts\":[{\"percent\":98}]}      | adds up to 98",
            })
    void eachFaultIsToldWithItsPlace(String value, String says) throws Exception {
        assertThat(Shape.faults(JSON.readTree(SHAPE), JSON.readTree(value)))
                .anySatisfy(fault -> assertThat(fault).contains(says));
    }

    @Test
    void whatFitsHasNoFault() throws Exception {
        for (String value : List.of(
                "{\"name\":\"ab\"}",
                "{\"name\":\"abcd\",\"kind\":\"b\",\"parts\":[{\"percent\":0},{\"percent\":99.5}]}")) {
            assertThat(Shape.faults(JSON.readTree(SHAPE), JSON.readTree(value))).isEmpty();
        }
    }

    @Test
    void theShapesThatShipUseNothingThatIsNotChecked() {
        assertThat(DocumentType.all())
                .containsOnlyKeys("formulation", "market_research", "branding", "costing", "scientific");
        DocumentType.all()
                .values()
                .forEach(type -> type.sections().forEach(section -> {
                    Set<String> words = new TreeSet<>();
                    collect(section.shape(), words);
                    assertThat(words).as("%s %s", type.name(), section.name()).isSubsetOf(Shape.WORDS);
                }));
    }

    private static void collect(JsonNode shape, Set<String> words) {
        shape.fieldNames().forEachRemaining(words::add);
        shape.path("properties").forEach(own -> collect(own, words));
        if (shape.has("items")) {
            collect(shape.path("items"), words);
        }
    }
}
