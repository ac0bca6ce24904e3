package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileShelfTest extends ShelfContract {

    @TempDir
    Path folder;

    @Override
    Shelf opened() {
        return new FileShelf(folder);
    }

    @Test
    void aDamagedFileIsReadAsNothing() throws IOException {
        opened().put("acme", "faq", Map.of("one", bytes("1")));
        Path file;
        try (var files = Files.walk(folder)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));

        assertThat(opened().all("acme", "faq").items()).isEmpty();
    }

    @Test
    void whereNothingCanBeWrittenThingsLastAsLongAsTheProcess() throws IOException {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file, not a folder");
        var shelf = new FileShelf(occupied);

        shelf.put("acme", "faq", Map.of("one", bytes("1")));

        assertThat(shelf.all("acme", "faq").items()).containsOnlyKeys("one");
    }
}
