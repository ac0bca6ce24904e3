package dev.sluice.e2e.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the repository under test. */
final class Repo {

    static final List<String> SERVICES = List.of("gateway", "cache", "optimizer", "worker", "analytics");

    private static final Path ROOT = root();

    private Repo() {}

    static Path path(String first, String... more) {
        Path path = ROOT.resolve(first);
        for (String name : more) {
            path = path.resolve(name);
        }
        return path;
    }

    static String read(String file) {
        return read(path(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
