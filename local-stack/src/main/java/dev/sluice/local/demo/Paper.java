package dev.sluice.local.demo;

import java.io.PrintStream;

/** Prints the tour: numbered headings, what was asked, what came back, wrapped to a readable width. */
final class Paper {

    private static final int WIDTH = 96;

    private final PrintStream out;
    private int stop;

    Paper(PrintStream out) {
        this.out = out;
    }

    void heading(String text) {
        out.println();
        out.println(++stop + ". " + text);
    }

    void asked(String text) {
        wrapped("   > ", text);
    }

    void answered(String text) {
        wrapped("     ", text);
    }

    void outcome(String text) {
        wrapped("   = ", text);
    }

    /** Text as it comes, without a line's end. */
    void piece(String text) {
        out.print(text);
        out.flush();
    }

    void line(String text) {
        out.println(text);
    }

    private void wrapped(String first, String text) {
        StringBuilder line = new StringBuilder(first);
        for (String word : text.strip().split("\\s+", -1)) {
            if (line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(first.length()));
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
