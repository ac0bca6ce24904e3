package dev.sluice.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pins processes to cores with {@code taskset}, where the machine has it. */
public final class Pin {

    private Pin() {}

    /** Whether pinning works here. */
    public static boolean available() {
        return onPath("taskset") != null;
    }

    /** Moves a running process with all its threads to one core; without taskset nothing happens. */
    public static void to(int core, long pid) throws IOException, InterruptedException {
        if (available()) {
            new ProcessBuilder(List.of("taskset", "-acp", String.valueOf(core), String.valueOf(pid)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    /** A program on the PATH or in the usual system folders, or null. */
    public static @Nullable String onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String folder : path.split(":", -1)) {
            var file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        return null;
    }
}
