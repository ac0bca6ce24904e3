package dev.sluice.local.text;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Where the launcher prints. On a terminal there is one line at the bottom that changes; anywhere else only lines that
 * stay are printed.
 */
public final class Screen {

    private final PrintStream out;
    private final boolean terminal;
    private final int columns;
    private int shown;

    /** A screen over a stream; {@code terminal} says whether a line may be rewritten. */
    public Screen(PrintStream out, boolean terminal, int columns) {
        this.out = out;
        this.terminal = terminal;
        this.columns = Math.max(40, columns);
    }

    /** Whether a changing line is visible. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Rewrites the changing line; nothing happens where there is none. */
    public synchronized void update(String line) {
        if (!terminal) {
            return;
        }
        String cut = line.length() < columns ? line : line.substring(0, columns - 2) + "…";
        out.print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
        out.flush();
        shown = cut.length();
    }

    /** Takes the changing line away. */
    public synchronized void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            out.flush();
            shown = 0;
        }
    }

    /** Prints lines that stay; the changing line goes away. */
    public synchronized void say(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** A time as people read it: {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    public static String elapsed(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }
}
