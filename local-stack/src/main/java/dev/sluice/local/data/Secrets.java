package dev.sluice.local.data;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The secrets of a local stack: one file each, mode 600, in a folder of mode 700. They are made once and stay, so that
 * keys and stored hashes survive a restart.
 */
public final class Secrets {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 43; // 256 bits

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /** The secrets in a data directory, whose folder is made and closed to others. */
    public static Secrets in(DataDir data) {
        Path folder = data.secrets();
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw unusable(folder);
        }
        return new Secrets(folder);
    }

    /** Opens the gateway's admin API. */
    public String adminKey() {
        return made("admin-key");
    }

    /** Keeps stolen hashes of API keys useless. */
    public String keyPepper() {
        return made("key-pepper");
    }

    /** By it the services believe each other. */
    public String internalSecret() {
        return made("internal-secret");
    }

    /** The file of the admin key. */
    public Path adminKeyFile() {
        return folder.resolve("admin-key");
    }

    /** The file of the first API key. */
    public Path apiKeyFile() {
        return folder.resolve("api-key");
    }

    /** The first API key, once there is one. */
    public Optional<String> apiKey() {
        return read(apiKeyFile());
    }

    /** Keeps the first API key. */
    public void apiKey(String key) {
        write(apiKeyFile(), key);
    }

    private String made(String name) {
        Path file = folder.resolve(name);
        return read(file).orElseGet(() -> {
            StringBuilder secret = new StringBuilder();
            random.ints(LENGTH, 0, BASE62.length()).forEach(i -> secret.append(BASE62.charAt(i)));
            write(file, secret.toString());
            return secret.toString();
        });
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw unusable(file);
        }
    }

    private static void write(Path file, String secret) {
        var mode = PosixFilePermissions.fromString("rw-------");
        try {
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
            } catch (FileAlreadyExistsException there) {
                Files.setPosixFilePermissions(file, mode);
            }
            Files.writeString(file, secret + "\n");
        } catch (IOException e) {
            throw unusable(file);
        }
    }

    private static Complaint unusable(Path file) {
        return new Complaint(
                "The secrets in " + file + " cannot be read or written.",
                "Make the folder yours (chmod 700), or choose another data directory with --data DIR.");
    }
}
