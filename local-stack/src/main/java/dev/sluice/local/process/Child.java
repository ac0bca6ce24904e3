package dev.sluice.local.process;

import dev.sluice.local.data.DataDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param name what people call it
 * @param command program and arguments; secrets travel in {@code env}, never here
 * @param env its whole environment
 * @param workDir where it starts
 * @param tmp its {@code java.io.tmpdir}, emptied before it starts: a process that was killed leaves native libraries there
 * @param log where its output goes; the log of the run before is kept beside it with the ending {@code .1}
 * @param port the port it answers on
 * @param probe how to ask whether it is ready
 * @param stopOrder processes with a lower number are stopped first
 */
public record Child(
        String name,
        List<String> command,
        Map<String, String> env,
        Path workDir,
        Path tmp,
        Path log,
        int port,
        Probe probe,
        int stopOrder) {

    /**
     * Ctrl-C in a terminal reaches all its processes at once; the children ignore it (and the terminal's end), so that
     * the launcher can stop them in order.
     */
    private static final List<String> DEAF_TO_THE_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sluice-child");

    public Child {
        command = List.copyOf(command);
        env = Map.copyOf(env);
    }

    Process start() throws IOException {
        DataDir.remove(tmp);
        Files.createDirectories(tmp);
        Files.createDirectories(workDir);
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> line = new ArrayList<>(DEAF_TO_THE_TERMINAL);
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(workDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(env);
        return builder.start();
    }
}
