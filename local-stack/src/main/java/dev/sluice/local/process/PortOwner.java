package dev.sluice.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who listens on a port, in words: {@code java (pid 4711)}; "another program" when the system does not tell. */
public final class PortOwner {

    private static final String LISTENING = "0A";

    private PortOwner() {}

    /** The program that listens on the port. */
    public static String of(int port) {
        return pid(port).map(PortOwner::named).orElse("another program");
    }

    private static Optional<Long> pid(int port) {
        try {
            return Files.exists(Path.of("/proc/net/tcp")) ? fromProc(port) : fromLsof(port);
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<Long> fromProc(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            if (!Files.exists(Path.of(table))) {
                continue;
            }
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
                    return holder("socket:[" + fields[9] + "]");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> holder(String socket) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, socket))
                .findFirst();
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.anyMatch(file -> {
                try {
                    return Files.readSymbolicLink(file).toString().equals(socket);
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static Optional<Long> fromLsof(int port) throws IOException {
        Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = lsof.inputReader()) {
            return out.lines().findFirst().map(Long::parseLong);
        }
    }

    private static String named(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().command())
                        .map(command -> command.substring(command.lastIndexOf('/') + 1))
                        .orElse("another program")
                + " (pid " + pid + ")";
    }
}
