package dev.sluice.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of a process, from {@code /proc} where there is one, else from {@code ps}. */
public final class Memory {

    private Memory() {}

    /** Resident bytes; empty when the process is gone or the system does not tell. */
    public static OptionalLong resident(long pid) {
        try {
            Path status = Path.of("/proc/" + pid + "/status");
            String kibibytes = Files.exists(status) ? fromProc(status) : fromPs(pid);
            return kibibytes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(kibibytes) * 1024);
        } catch (IOException | NumberFormatException unknown) {
            return OptionalLong.empty();
        }
    }

    private static String fromProc(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("");
    }

    private static String fromPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = ps.inputReader()) {
            return String.join("", out.readAllLines()).strip();
        }
    }
}
