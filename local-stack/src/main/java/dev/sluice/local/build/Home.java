package dev.sluice.local.build;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The repository a launcher belongs to. */
public record Home(Path root) {

    /** The one the script named ({@code -Dsluice.home}), else the first one upwards from the working directory. */
    public static Home find() {
        return Optional.ofNullable(System.getProperty("sluice.home"))
                .map(Path::of)
                .or(() -> upwards(Path.of("").toAbsolutePath())
                        .filter(folder -> Files.exists(folder.resolve("local-stack/pom.xml")))
                        .findFirst())
                .map(Home::new)
                .orElseThrow(() -> new Complaint(
                        "No Sluice repository was found here or above.", "Run ./sluice in a clone of the repository."));
    }

    /** A folder of the repository. */
    public Path folder(String module) {
        return root.resolve(module);
    }

    /** The jar a service starts from. */
    public Path runnable(String service) {
        return folder(service).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The native executable of a service, where one was built ({@code ./mvnw -Pnative package}). */
    public Optional<Path> executable(String service) {
        Path target = folder(service).resolve("target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of a module that is a plain jar with its libraries in {@code target/lib}. */
    public String classPath(String module) {
        return jar(module) + java.io.File.pathSeparator + folder(module).resolve("target/lib") + "/*";
    }

    /** The module's jar; a path that does not exist when it was not built. */
    public Path jar(String module) {
        Path target = folder(module).resolve("target");
        if (!Files.isDirectory(target)) {
            return target.resolve("not-built.jar");
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("sluice-.*\\.jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                    .max((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
                    .orElse(target.resolve("not-built.jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code java} this launcher runs on; its children run on the same. */
    public static Path java() {
        return javaHome().resolve("bin/java");
    }

    /** The JDK this launcher runs on. */
    public static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    private static Stream<Path> upwards(Path from) {
        return Stream.iterate(from, folder -> folder != null, Path::getParent);
    }
}
