package dev.sluice.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that cannot be mistaken for another: the system gives a pid to somebody else once its owner is gone, but
 * not with the same start.
 *
 * @param pid the system's number
 * @param startedAt when the system says it started
 */
public record ProcessId(long pid, Instant startedAt) {

    /** The system computes a start from its boot time, which moves a little when the clock is set. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    /** The identity of a process that runs. */
    public static ProcessId of(ProcessHandle handle) {
        return new ProcessId(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process, if it still runs; a stranger with the same pid is not it. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> !isZombie(handle.pid()))
                .filter(handle -> handle.info()
                        .startInstant()
                        .filter(start ->
                                Duration.between(start, startedAt).abs().compareTo(CLOCK_SLACK) <= 0)
                        .isPresent());
    }

    /** Where nobody reaps orphans (a container without an init), an ended process stays in the table. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException noSuchFile) {
            return false;
        }
    }
}
