package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders under {@code java.io.tmpdir} that are removed by whoever made them. */
final class TempFolders {

    private TempFolders() {}

    static Path make(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder could be made for " + prefix, e);
        }
    }

    /** Removes the folder and what is in it; what cannot be removed is left for the system to clean. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean ignored = file.toFile().delete();
            });
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(TempFolders.class.getName())
                    .log(System.Logger.Level.DEBUG, "Temporary folder left behind: " + folder, e);
        }
    }
}
