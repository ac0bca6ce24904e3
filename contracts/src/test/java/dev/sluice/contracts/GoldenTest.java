package dev.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.contracts.tasks.TaskView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each record that travels, as the JSON it travels as. A change here is a change of what services of two versions say to
 * each other while they are being replaced: new fields must be absent-tolerant, old ones must not be renamed. Run with
 * {@code -Dsluice.golden.write=true} to write the files anew, and read the difference.
 */
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    /** Set as Quarkus sets the services' own: ISO instants, unknown fields ignored. Map keys are sorted for the test. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @BeforeAll
    static void writeWhenAsked() throws IOException {
        if (Boolean.getBoolean("sluice.golden.write")) {
            Files.createDirectories(FOLDER);
            for (var sample : Samples.all().entrySet()) {
                Files.writeString(file(sample.getKey()), pretty(sample.getValue()));
            }
        }
    }

    static Set<String> names() {
        return Samples.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecordIsWrittenAsItsGoldenFileFieldByFieldInOrder(String name) throws IOException {
        assertThat(pretty(Samples.all().get(name))).isEqualTo(Files.readString(file(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aGoldenFileIsReadBackAsTheSameRecord(String name) throws IOException {
        Object sample = Samples.all().get(name);

        assertThat(JSON.readValue(Files.readString(file(name)), sample.getClass()))
                .isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFieldFromANewerServiceIsIgnoredByAnOlderOne(String name) throws IOException {
        Object sample = Samples.all().get(name);
        ObjectNode newer = (ObjectNode) JSON.readTree(Files.readString(file(name)));
        newer.put("fieldOfTomorrow", 1);

        assertThat(JSON.treeToValue(newer, sample.getClass())).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatMayBeAbsentMayBeNullOrMissing(String name) throws IOException {
        Object sample = Samples.all().get(name);
        ObjectNode tree = (ObjectNode) JSON.readTree(Files.readString(file(name)));
        Set<String> nulls = tree.propertyStream()
                .filter(field -> field.getValue().isNull())
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
        tree.remove(nulls);

        assertThat(JSON.treeToValue(tree, sample.getClass())).isEqualTo(sample);
    }

    @Test
    void everyGoldenFileHasItsSample() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(names());
        }
    }

    @Test
    void everyRecordThatTravelsHasAGoldenFile() throws IOException {
        Set<String> sampled = new TreeSet<>();
        for (Object sample : Samples.all().values()) {
            sampled.add(sample.getClass().getSimpleName());
        }
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            Set<String> records = sources.filter(source -> source.toString().endsWith(".java"))
                    .filter(source -> read(source).contains("\npublic record "))
                    .map(source -> source.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(sampled).isEqualTo(records);
        }
    }

    @Test
    void anUnknownValueOfAnEnumIsRefusedNotGuessed() {
        assertThatThrownBy(() -> JSON.readValue("{\"text\":\"a\",\"level\":\"extreme\"}", OptimizeRequest.class))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("aggressive");
        assertThatThrownBy(() -> JSON.readValue("{\"state\":\"SUCCEEDED\"}", TaskView.class))
                .isInstanceOf(InvalidFormatException.class);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path file(String name) {
        return FOLDER.resolve(name + ".json");
    }

    private static String pretty(Object value) throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value).replace(System.lineSeparator(), "\n")
                + "\n";
    }
}
