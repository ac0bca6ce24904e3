package dev.sluice.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code docs/configuration.md}, made from the {@code @ConfigMapping} interfaces of the modules. */
final class ConfigurationReference {

    private static final List<String> MODULES = List.of(
            "gateway-service",
            "cache-service",
            "optimizer-service",
            "worker-service",
            "analytics-service",
            "service-kit");

    private static final String HEAD = """
            # Configuration

            Made from the `@ConfigMapping` interfaces in the sources; do not edit. A test notices when it is stale:
            `./mvnw -pl e2e test -Dtest=ConfigurationReferenceTest -Dsluice.docs.write=true` makes it anew.

            A key is set by `-Dkey=value`, by its environment variable, or in `config/application.properties` or
            `config/application.yaml` where the service is started; the first of these that has it wins. An unknown
            `sluice.*` key in `-D` or a file refuses the start and is named. Durations are `500ms`, `20s`, `10m`, `1h`, `7d`; sizes are bytes, or `64K`,
            `10M`, `2G`. `<name>` stands for a name of your choice; in an environment variable it is in capitals.
            """;

    private ConfigurationReference() {}

    /** The document for a repository. */
    static String of(Path root) {
        var mappings = new ArrayList<Mapping>();
        for (String module : MODULES) {
            for (Path file : sources(root.resolve(module).resolve("src/main/java"))) {
                try {
                    mappings.addAll(MappingReader.read(file, module));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        var page = new StringBuilder(HEAD);
        for (String module : MODULES) {
            page.append("\n## ")
                    .append(module.equals("service-kit") ? "All services" : module)
                    .append('\n');
            mappings.stream()
                    .filter(mapping -> mapping.module().equals(module))
                    .sorted(Comparator.comparing(Mapping::prefix))
                    .forEach(mapping -> page.append(table(mapping)));
        }
        return page.toString();
    }

    static String table(Mapping mapping) {
        var table = new StringBuilder("\n### `%s`\n\n%s\n\n".formatted(mapping.prefix(), mapping.sentence()));
        table.append("| key, variable | type | default | what it does |\n|---|---|---|---|\n");
        for (Setting setting : mapping.settings()) {
            table.append("| `%s`<br>`%s` | %s | %s | %s |\n"
                    .formatted(
                            setting.key(), setting.variable(), setting.type(), standard(setting), setting.sentence()));
        }
        return table.toString();
    }

    private static String standard(Setting setting) {
        if (setting.standard() != null) {
            return "`%s`".formatted(setting.standard());
        }
        return setting.optional() ? "none" : "required";
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ConfigurationReference::holdsMapping)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsMapping(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
