package dev.sluice.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReferenceTest {

    private static final String SOURCE = """
            package x;

            /** What x may do; see {@link Other#thing}. */
            @ConfigMapping(prefix = "sluice.x")
            public interface XConfig {

                /** Memory for {@code {a}} | b. */
                @WithDefault("32M")
                MemorySize largestBody();

                /** Where it is. */
                Optional<URI> baseUrl();

                /** Needed. */
                @WithName("why")
                String because();

                /** A group. */
                Inner inner();

                /** By name. */
                Map<String, Inner> others();

                /** Labels. */
                Map<String, String> labels();

                /** Names. */
                Optional<List<String>> names();

                /** Which. */
                @WithDefault("one-two")
                Mode mode();

                enum Mode { ONE_TWO, THREE }

                /** The group. */
                interface Inner {

                    /** How long, over
                     * two lines. */
                    @WithDefault("2s")
                    Duration wait();
                }
            }
            """;

    @Test
    void theDocumentIsWhatTheSourcesSay() throws IOException {
        Path root = root();
        Path document = root.resolve("docs/configuration.md");
        String made = ConfigurationReference.of(root);
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(document, made);
        }

        assertThat(Files.exists(document) ? Files.readString(document) : "")
                .as("docs/configuration.md is stale: make it anew with"
                        + " ./mvnw -pl e2e test -Dtest=ConfigurationReferenceTest -Dsluice.docs.write=true")
                .isEqualTo(made);
    }

    @Test
    void groupsMapsDefaultsAndSentencesAreRead(@TempDir Path folder) throws IOException {
        Mapping mapping = read(folder, SOURCE).getFirst();

        assertThat(mapping.prefix()).isEqualTo("sluice.x");
        assertThat(mapping.sentence()).isEqualTo("What x may do; see `thing`.");
        assertThat(mapping.settings())
                .containsExactly(
                        new Setting("sluice.x.largest-body", "size", "32M", false, "Memory for `{a}` \\| b."),
                        new Setting("sluice.x.base-url", "URL", null, true, "Where it is."),
                        new Setting("sluice.x.why", "text", null, false, "Needed."),
                        new Setting("sluice.x.inner.wait", "duration", "2s", false, "How long, over two lines."),
                        new Setting(
                                "sluice.x.others.<name>.wait", "duration", "2s", false, "How long, over two lines."),
                        new Setting("sluice.x.labels.<name>", "text", null, true, "Labels."),
                        new Setting("sluice.x.names", "list of texts, separated by commas", null, true, "Names."),
                        new Setting("sluice.x.mode", "one-two, three", "one-two", false, "Which."));
    }

    @Test
    void aVariableIsTheKeyInCapitalsWithUnderscores() {
        var setting = new Setting("sluice.x.others.<name>.base-url", "URL", null, true, "");

        assertThat(setting.variable()).isEqualTo("SLUICE_X_OTHERS_<NAME>_BASE_URL");
    }

    @Test
    void aTableSaysWhatIsRequiredWhatIsAbsentAndWhatIsUsual(@TempDir Path folder) throws IOException {
        assertThat(ConfigurationReference.table(read(folder, SOURCE).getFirst()))
                .contains("| `sluice.x.why`<br>`SLUICE_X_WHY` | text | required | Needed. |")
                .contains("| `sluice.x.base-url`<br>`SLUICE_X_BASE_URL` | URL | none | Where it is. |")
                .contains("| duration | `2s` |");
    }

    @Test
    void aKeyWithoutASentenceIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> read(folder, SOURCE.replace("/** Needed. */", "")))
                .hasMessageContaining("every key needs its sentence");
    }

    private static List<Mapping> read(Path folder, String source) throws IOException {
        Path file = Files.writeString(folder.resolve("XConfig.java"), source);
        return MappingReader.read(file, "x-service");
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no mvnw in this folder or above it: run the tests inside the repository");
    }
}
