package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Values, schema and page tell the same names. After a change of values.yaml:
 * {@code ./mvnw -pl e2e test -Dtest=ValuesPageTest -Dsluice.rewrite=true}.
 */
class ValuesPageTest {

    private static final String YAML = Repo.read("helm/sluice/values.yaml");

    @Test
    void thePageIsMadeFromTheValues() throws IOException {
        String page = ValuesPage.of(YAML);

        if (Boolean.getBoolean("sluice.rewrite")) {
            Files.writeString(Repo.path("helm", "sluice", "VALUES.md"), page);
        }

        assertThat(Repo.read("helm/sluice/VALUES.md"))
                .as("VALUES.md is old: make it again with -Dsluice.rewrite=true")
                .isEqualTo(page);
    }

    @Test
    void everyValueIsExplained() {
        List<ValuesPage.Value> values = ValuesPage.values(YAML);

        assertThat(values)
                .hasSizeGreaterThan(150)
                .allSatisfy(value -> assertThat(value.comment())
                        .as("a comment above %s in values.yaml", value.path())
                        .isNotBlank());
    }

    @Test
    void theSchemaHasTheSameNames() {
        Map<String, Object> schema = Serialization.unmarshal(Repo.read("helm/sluice/values.schema.json"), Map.class);
        Map<String, Object> values = Serialization.unmarshal(YAML, Map.class);
        var known = new TreeSet<String>();
        collect("", schema, schema, known);
        // What may be asked for beside what is.
        known.removeIf(path -> path.endsWith(".ephemeral-storage") || path.endsWith(".resources.limits.cpu"));
        var given = new TreeSet<String>();
        leaves("", values, known, given);

        assertThat(given).as("in values.yaml and not in the schema").isSubsetOf(known);
        assertThat(known).as("in the schema and not in values.yaml").isEqualTo(given);
    }

    /** The paths of a schema's leaves: what has no properties of its own. */
    @SuppressWarnings("unchecked")
    private static void collect(String path, Map<String, Object> root, Map<String, Object> schema, Set<String> found) {
        Map<String, Object> here = schema;
        if (here.get("$ref") instanceof String ref) {
            here = (Map<String, Object>)
                    ((Map<String, Object>) root.get("definitions")).get(ref.substring("#/definitions/".length()));
        }
        if (here.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, inner) -> collect(
                    path.isEmpty() ? name.toString() : path + "." + name, root, (Map<String, Object>) inner, found));
        } else {
            found.add(path);
        }
    }

    private static void leaves(String path, Object value, Set<String> leaves, Set<String> found) {
        if (value instanceof Map<?, ?> map && !leaves.contains(path) && !map.isEmpty()) {
            map.forEach((name, inner) ->
                    leaves(path.isEmpty() ? name.toString() : path + "." + name, inner, leaves, found));
        } else {
            found.add(path);
        }
    }
}
