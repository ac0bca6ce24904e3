package dev.sluice.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the run was made on.
 *
 * @param cores processors seen by the JVM
 * @param cpu the processor's name
 * @param java the Java version
 * @param loadBefore the one-minute load average when the run began: above 0.5 somebody else was working too
 */
public record Machine(int cores, String cpu, String java, double loadBefore) {

    /** This machine, now. */
    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                cpuName(),
                Runtime.version().toString(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** One line for people. */
    public String summary() {
        return "%d cores of %s, Java %s, load average %.1f before the run".formatted(cores, cpu, java, loadBefore);
    }

    private static String cpuName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch", "unknown");
        }
    }
}
