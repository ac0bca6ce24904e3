package dev.sluice.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {

    @TempDir
    Path tmp;

    @Test
    void aFolderThatCannotBeMadeIsRefusedWithARemedy() throws IOException {
        Path file = Files.writeString(tmp.resolve("file"), "not a folder");

        assertThatThrownBy(() -> new DataDir(file.resolve("data")).prepare())
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("cannot be written")
                .extracting(e -> ((Complaint) e).remedy())
                .asString()
                .contains("--data DIR");
    }

    @Test
    void anAlmostFullDiskIsRefusedAndAGibibyteIsEnough() {
        assertThatThrownBy(() -> FreeSpace.require((1L << 30) - 1, tmp))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("1023 MiB are free");
        assertThatCode(() -> FreeSpace.require(1L << 30, tmp)).doesNotThrowAnyException();
        assertThatCode(() -> FreeSpace.require((1L << 30) + 1, tmp)).doesNotThrowAnyException();
    }

    @Test
    void secretsAreMadeOnceAndClosedToOthers() throws IOException {
        DataDir data = new DataDir(tmp.resolve("data"));
        data.prepare();

        Secrets first = Secrets.in(data);
        String adminKey = first.adminKey();
        first.apiKey("sk-sl-1-x");

        Secrets later = Secrets.in(data);
        assertThat(adminKey).matches("[0-9A-Za-z]{43}");
        assertThat(later.adminKey()).isEqualTo(adminKey);
        assertThat(later.keyPepper()).isNotEqualTo(adminKey).isNotEqualTo(later.internalSecret());
        assertThat(later.apiKey()).contains("sk-sl-1-x");
        assertThat(mode(data.secrets())).isEqualTo("rwx------");
        assertThat(mode(later.adminKeyFile())).isEqualTo("rw-------");
        assertThat(mode(later.apiKeyFile())).isEqualTo("rw-------");
    }

    @Test
    void oneLauncherAtATimeWorksInAFolder() throws IOException {
        DataDir data = new DataDir(tmp.resolve("data"));
        data.prepare();

        try (Lock held = Lock.of(data)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> Lock.of(data))
                    .isInstanceOf(Complaint.class)
                    .hasMessageContaining("at work");
        }
        Lock.of(data).close();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
