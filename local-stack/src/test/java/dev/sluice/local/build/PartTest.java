package dev.sluice.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PartTest {

    private static final Pattern OWN =
            Pattern.compile("<groupId>(?:dev\\.sluice|\\$\\{project\\.groupId})</groupId>\\s*<artifactId>([^<]+)<");

    @Test
    void whatTheBenchmarksDependOnIsBuiltWithThem() throws IOException {
        String pom = Files.readString(Home.find().folder("benchmarks").resolve("pom.xml"));
        // The first is the parent.
        List<String> modules = OWN.matcher(pom)
                .results()
                .skip(1)
                .map(own -> own.group(1).replaceFirst("^sluice-", ""))
                .toList();

        assertThat(modules).contains("local-stack", "worker-service");
        assertThat(Part.BENCHMARKS.siblings()).containsAll(modules);
    }
}
