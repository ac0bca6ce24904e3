package dev.sluice.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time and memory of a process, read from {@code /proc} (Linux only). */
public final class ProcessCpu {

    /** Kernel ticks a second; 100 on every Linux we know. */
    private static final double TICKS = 100;

    private ProcessCpu() {}

    /** User and system time a process and its reaped children used so far, in microseconds. */
    public static double micros(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1e6 / TICKS;
    }

    /** Resident memory in megabytes. */
    public static double residentMb(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024.0;
        }
    }
}
