package dev.sluice.local;

import dev.sluice.local.process.LogTail;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Screen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./sluice logs}: the end of the logs, and with {@code -f} what comes next. */
final class Logs {

    private static final int LINES = 40;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Screen screen;

    Logs(Screen screen) {
        this.screen = screen;
    }

    void run(Place place, List<String> names, boolean follow) {
        List<Path> all = logs(place.data().logs());
        List<Path> logs = names.isEmpty()
                ? all
                : names.stream().map(name -> named(name, all)).toList();
        if (logs.isEmpty()) {
            throw new Complaint("There are no logs yet.", "They come with ./sluice up.");
        }
        Map<Path, Long> seen = new HashMap<>();
        for (Path log : logs) {
            seen.put(log, log.toFile().length());
            LogTail.last(log, LINES).forEach(line -> print(log, line, logs.size() > 1));
        }
        while (follow) {
            logs.forEach(log -> seen.compute(log, (path, at) -> printFrom(path, at == null ? 0 : at, logs.size() > 1)));
            pause();
        }
    }

    private long printFrom(Path log, long at, boolean named) {
        if (!Files.exists(log)) {
            return 0;
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = file.length() < at ? 0 : at; // shorter than before: a new run began a new log
            file.seek(from);
            byte[] bytes = new byte[(int) Math.min(file.length() - from, 1 << 20)];
            file.readFully(bytes);
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().forEach(line -> print(log, line, named));
            return from + whole;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Path log, String line, boolean named) {
        screen.say(named ? name(log) + " | " + line : line);
    }

    private static Path named(String name, List<Path> logs) {
        return logs.stream()
                .filter(log -> name(log).equals(name) || name(log).equals(name + "-service"))
                .findFirst()
                .orElseThrow(() -> new Complaint(
                        "There is no log of " + name + ".",
                        "There are logs of "
                                + String.join(
                                        ", ", logs.stream().map(Logs::name).toList()) + "."));
    }

    private static List<Path> logs(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> !name(file).equals("build"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path log) {
        return log.getFileName().toString().replaceFirst("\\.log$", "");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while following the logs", e);
        }
    }
}
