package dev.sluice.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, read from its last 64 KiB however long it is. */
public final class LogTail {

    private static final int WIDEST = 240;
    private static final int WINDOW_BYTES = 64 * 1024;

    private LogTail() {}

    /** The last lines of a log, oldest first; empty when there is no log. */
    public static List<String> last(Path log, int lines) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - WINDOW_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static String quoted(String line) {
        return "  | " + (line.length() > WIDEST ? line.substring(0, WIDEST) + "…" : line);
    }

    /** The last lines, indented and cut to a readable width, under the log's name; says so when nothing was logged. */
    public static String quoted(Path log, int lines) {
        List<String> end = last(log, lines);
        if (end.isEmpty()) {
            return "It logged nothing to " + log + ".";
        }
        return "The end of " + log + ":\n"
                + String.join("\n", end.stream().map(LogTail::quoted).toList());
    }
}
