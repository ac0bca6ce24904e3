package dev.sluice.local.data;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Everything a local stack keeps: {@code secrets/}, {@code logs/}, {@code kafka/}, a folder per service, {@code tmp/}
 * and {@code run.json}. Removing the folder removes the stack's memory.
 */
public record DataDir(Path root) {

    /** The folder, absolute and normal. */
    public DataDir {
        root = root.toAbsolutePath().normalize();
    }

    /** Creates what is missing and refuses a folder that cannot be written or a disk that is almost full. */
    public void prepare() {
        try {
            Files.createDirectories(root);
            Files.deleteIfExists(Files.createTempFile(root, "write", ".probe"));
            FreeSpace.require(Files.getFileStore(root).getUsableSpace(), root);
            for (Path folder : List.of(logs(), root.resolve("tmp"))) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new Complaint(
                    "The data directory " + root + " cannot be written (" + reason(e) + ").",
                    "Make it writable for you, or choose another one with --data DIR.");
        }
    }

    /** What the services know and nobody else should; mode 700. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    /** One log per process. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of a process. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** What a process stores; its working directory. */
    public Path store(String name) {
        return root.resolve(name);
    }

    /** A process' {@code java.io.tmpdir}. */
    public Path tmp(String name) {
        return root.resolve("tmp").resolve(name);
    }

    /** What runs now; absent when nothing does. */
    public Path runFile() {
        return root.resolve("run.json");
    }

    /** Forgets what ran. */
    public void forgetRun() {
        try {
            Files.deleteIfExists(runFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Locked by a launcher that starts or supervises. */
    public Path lockFile() {
        return root.resolve("lock");
    }

    /** Removes a folder and all that is in it; nothing happens when it is not there. */
    public static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }
}
