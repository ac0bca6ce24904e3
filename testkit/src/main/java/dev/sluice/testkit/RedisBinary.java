package dev.sluice.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds a redis-server to run: the machine's own on the PATH, else the one inside the embedded-redis jar. */
final class RedisBinary {

    private RedisBinary() {}

    static synchronized Path find() {
        Path installed = onPath(System.getenv().getOrDefault("PATH", ""));
        return installed != null ? installed : Path.of(Shared.get("redis.binary", () -> unpack().toString()));
    }

    static @Nullable Path onPath(String path) {
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, "redis-server");
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** One that has vector sets (8.0 and newer): what SLUICE_REDIS8 names, else the machine's own; empty when neither has. */
    static Optional<Path> withVectorSets() {
        String named = System.getenv("SLUICE_REDIS8");
        Path installed = onPath(System.getenv().getOrDefault("PATH", ""));
        return Stream.of(named == null || named.isBlank() ? null : Path.of(named), installed)
                .filter(Objects::nonNull)
                .filter(binary -> version(binary) >= 8)
                .findFirst();
    }

    private static int version(Path binary) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return majorVersion(said);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The 8 of {@code Redis server v=8.0.2 sha=...}; 0 where there is none. */
    static int majorVersion(String said) {
        Matcher version = Pattern.compile("\\bv=(\\d+)\\.").matcher(said);
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    static Path unpack() {
        String resource = resourceFor(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try (InputStream in = RedisBinary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "No redis-server on the PATH and none named " + resource + " on the class path");
            }
            Path file = Files.createTempFile("sluice-redis-server-", "");
            file.toFile().deleteOnExit();
            Files.write(file, in.readAllBytes());
            if (!file.toFile().setExecutable(true)) {
                throw new IllegalStateException(file + " cannot be made executable; is the folder mounted noexec?");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled redis-server could not be unpacked", e);
        }
    }

    /** The names are those of embedded-redis 1.4. */
    static String resourceFor(String osName, String arch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("mac")) {
            return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
        }
        if (os.contains("linux")) {
            return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        }
        throw new IllegalStateException("No redis-server for " + osName + " " + arch + "; put one on the PATH");
    }
}
