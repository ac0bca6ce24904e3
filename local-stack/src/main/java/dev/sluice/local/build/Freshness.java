package dev.sluice.local.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which modules must be built: those whose artefact is missing, or older than a file it is made from. Maven does not
 * always write an artefact again, so a build leaves a mark with the time it began, and the mark counts too.
 */
public final class Freshness {

    private static final String MARK = "target/.built-by-launcher";

    private Freshness() {}

    /** The stale ones of the modules. */
    public static List<Part> stale(Home home, List<Part> modules) {
        return modules.stream().filter(module -> isStale(home, module)).toList();
    }

    /** Remembers that the modules were built from the sources as they were at the given time. */
    public static void built(Home home, List<Part> modules, Instant began) {
        for (Part module : modules) {
            Path mark = home.folder(module.name()).resolve(MARK);
            try {
                Files.writeString(mark, "");
                Files.setLastModifiedTime(mark, FileTime.from(began));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean isStale(Home home, Part module) {
        Path artefact = module.artefact(home);
        if (!Files.exists(artefact)) {
            return true;
        }
        Path folder = home.folder(module.name());
        Instant built = later(changed(artefact), changed(folder.resolve(MARK)));
        Stream<String> sources = Stream.concat(Stream.of(module.name()), module.siblings().stream());
        return Stream.concat(
                        Stream.of(home.root().resolve("pom.xml")),
                        sources.map(home::folder)
                                .flatMap(from -> Stream.of(from.resolve("pom.xml"), from.resolve("src/main"))))
                .anyMatch(source -> newest(source).isAfter(built));
    }

    private static Instant newest(Path source) {
        if (!Files.exists(source)) {
            return Instant.EPOCH;
        }
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(Files::isRegularFile).map(Freshness::changed).reduce(Instant.EPOCH, Freshness::later);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException missing) {
            return Instant.EPOCH;
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
