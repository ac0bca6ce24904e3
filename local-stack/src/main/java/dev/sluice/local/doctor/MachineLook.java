package dev.sluice.local.doctor;

import dev.sluice.local.build.Home;
import dev.sluice.local.data.FreeSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** JDK, memory, disk. */
final class MachineLook {

    private static final int JDK = 25;
    /** What the six processes of a local stack took when it was measured was 1.1 GB; some of it more under load. */
    private static final long MEMORY = 1536L << 20;

    private MachineLook() {}

    static List<Finding> at(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk(Runtime.version().feature(), Home.javaHome()));
        available().ifPresent(bytes -> findings.add(memory(bytes)));
        findings.add(disk(patient.data().root()));
        return findings;
    }

    static Finding jdk(int version, Path home) {
        if (version < JDK) {
            return Finding.bad(
                    "The launcher runs on JDK " + version + ", which is too old.",
                    "Install JDK 25 or newer (https://adoptium.net), or set JAVA_HOME to one that is there.");
        }
        return Files.isExecutable(home.resolve("bin/javac"))
                ? Finding.well("JDK " + version + " in " + home)
                : Finding.bad(
                        home + " is a runtime without a compiler.", "Install a whole JDK 25, or set JAVA_HOME to one.");
    }

    static Finding memory(long bytes) {
        long mebibytes = bytes >> 20;
        return bytes < MEMORY
                ? Finding.doubtful(
                        "Only " + mebibytes + " MiB of memory are available; a local stack takes over a gigabyte.",
                        "End other programs, or start what you need by hand.")
                : Finding.well(mebibytes + " MiB of memory are available");
    }

    private static Finding disk(Path data) {
        // The nearest folder that is there; the root always is.
        Path there = Stream.iterate(data.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(data);
        try {
            if (!Files.isWritable(there)) {
                return Finding.bad(
                        "The data directory " + data + " cannot be written.",
                        "Make it writable for you, or choose another one with --data DIR.");
            }
            return disk(Files.getFileStore(there).getUsableSpace(), data);
        } catch (IOException e) {
            return Finding.bad(
                    "The disk of " + data + " cannot be looked at: " + e.getMessage(),
                    "Choose another folder with --data DIR.");
        }
    }

    static Finding disk(long free, Path data) {
        if (free < FreeSpace.LEAST_BYTES) {
            return Finding.bad(
                    "The disk of " + data + " has " + (free >> 20) + " MiB left; 1024 MiB are the least.",
                    "Free some space there, or choose a folder on another disk with --data DIR.");
        }
        return Finding.well((free >> 30) + " GiB are free for " + data);
    }

    /** Linux tells; elsewhere nothing is said about memory. */
    private static OptionalLong available() {
        Path file = Path.of("/proc/meminfo");
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
