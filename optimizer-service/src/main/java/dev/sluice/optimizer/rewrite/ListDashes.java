package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The dashes of a list whose lines say by themselves where each point begins: it stands below a label or a blank line, is
 * followed by a blank line, and each of its points is one line of several words. Lists that show a form to follow keep them,
 * so do nested ones, data, and all lists of a prompt that speaks of bullets.
 */
public final class ListDashes implements Strategy {

    private static final String DASH = "- ";
    private static final int FEWEST = 2;
    private static final Pattern FORM = Pattern.compile(
            "(?i)\\b(?:formats?|templates?|examples?|outputs?|structures?|layouts?|lists?|yaml|files?|menus?)\\b");
    private static final Pattern BULLETS =
            Pattern.compile("(?i)\\b(?:bullet|bulleted|bullets|markdown|dash|dashes)\\b");
    private static final String MARKS = "-*+#>|[=0123456789";

    @Override
    public String name() {
        return "list-dashes";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        if (!text.contains(DASH) || BULLETS.matcher(text).find()) {
            return List.of();
        }
        String[] lines = text.split("\n", -1);
        var edits = new ArrayList<Edit>();
        String label = "";
        int offset = 0;
        int line = 0;
        while (line < lines.length) {
            int end = line;
            while (end < lines.length && lines[end].startsWith(DASH)) {
                end++;
            }
            boolean apart = line == 0 || lines[line - 1].isBlank() || isLabel(lines[line - 1]);
            boolean ends = end == lines.length || lines[end].isBlank();
            boolean plain = end - line >= FEWEST
                    && apart
                    && ends
                    && !FORM.matcher(label).find()
                    && Arrays.stream(lines, line, end).allMatch(ListDashes::isPlain);
            int next = Math.max(end, line + 1);
            for (; line < next; line++) {
                if (plain) {
                    edits.add(new Edit(offset, offset + DASH.length(), ""));
                }
                label = lines[line].isBlank() ? label : lines[line];
                offset += lines[line].length() + 1;
            }
        }
        return edits;
    }

    /** A line such as "Your rules:"; a key of data is written small. */
    private static boolean isLabel(String line) {
        return line.stripTrailing().endsWith(":") && !line.isBlank() && Character.isUpperCase(line.charAt(0));
    }

    /** Several words, and no more lines to come. */
    private static boolean isPlain(String point) {
        String said = point.substring(DASH.length()).strip();
        return said.indexOf(' ') > 0 && !said.endsWith(":") && MARKS.indexOf(said.charAt(0)) < 0;
    }
}
