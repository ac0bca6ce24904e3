package dev.sluice.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshnessTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Part SERVICE = new Part("a-service", Part.Kind.SERVICE, List.of("contracts"));

    @TempDir
    Path root;

    private Home home;

    @BeforeEach
    void aServiceBuiltAtNoonFromOlderSources() throws IOException {
        home = new Home(root);
        touch("pom.xml", NOON.minusSeconds(9));
        touch("a-service/pom.xml", NOON.minusSeconds(9));
        touch("a-service/src/main/java/A.java", NOON.minusSeconds(9));
        touch("contracts/src/main/java/C.java", NOON.minusSeconds(9));
        touch("a-service/target/quarkus-app/quarkus-run.jar", NOON);
    }

    private void touch(String file, Instant at) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(at));
    }

    private List<Part> stale() {
        return Freshness.stale(home, List.of(SERVICE));
    }

    @Test
    void whatIsNewerThanItsSourcesIsFresh() {
        assertThat(stale()).isEmpty();
    }

    @Test
    void whatWasNeverBuiltIsStale() throws IOException {
        Files.delete(home.runnable("a-service"));

        assertThat(stale()).containsExactly(SERVICE);
    }

    @Test
    void aNewerSourceOrPomOrSiblingMakesItStale() throws IOException {
        for (String file : List.of("a-service/src/main/java/A.java", "pom.xml", "contracts/src/main/java/C.java")) {
            touch(file, NOON.plusSeconds(1));
            assertThat(stale()).as(file).containsExactly(SERVICE);
            touch(file, NOON.minusSeconds(1));
        }
    }

    @Test
    void aTestMakesNothingStale() throws IOException {
        touch("a-service/src/test/java/ATest.java", NOON.plusSeconds(1));

        assertThat(stale()).isEmpty();
    }

    @Test
    void aBuildThatLeftTheArtefactAsItWasCountsToo() throws IOException {
        touch("pom.xml", NOON.plusSeconds(1));

        Freshness.built(home, List.of(SERVICE), NOON.plusSeconds(2));

        assertThat(stale()).isEmpty();
    }
}
