package dev.sluice.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.topics.Topics;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A native executable knows every record of the contracts. */
class WireTypesTest {

    @Test
    void everyRecordAndEnumOfTheContractsIsNamed() throws Exception {
        RegisterForReflection named = WireTypes.class.getAnnotation(RegisterForReflection.class);
        assertThat(named.ignoreNested()).as("types within them come with them").isFalse();

        assertThat(List.of(named.targets())).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(spoken());
    }

    private static List<Class<?>> spoken() throws Exception {
        URI contracts =
                Topics.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path place = Path.of(contracts);
        if (Files.isDirectory(place)) {
            return spoken(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
            return spoken(jar.getPath("/"));
        }
    }

    private static List<Class<?>> spoken(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("dev/sluice/contracts"))) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.matches("[^$-]+\\.class"))
                    .<Class<?>>map(
                            name -> load(name.replaceFirst("\\.class$", "").replace('/', '.')))
                    .filter(type -> type.isRecord() || type.isEnum())
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, WireTypesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
