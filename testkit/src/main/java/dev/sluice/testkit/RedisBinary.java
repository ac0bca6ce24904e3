package dev.sluice.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
