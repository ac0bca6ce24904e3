package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.List;

/** Lists in one form: each point of an unnumbered list begins with a dash and a blank. Numbered lists stay as they are. */
public final class ListForm implements Strategy {

    private static final String POINTS = "•●▪◦‣∙·*–";

    @Override
    public String name() {
        return "list-form";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        var edits = new ArrayList<Edit>();
        int line = 0;
        while (line < text.length()) {
            int point = line;
            while (point < text.length() && (text.charAt(point) == ' ' || text.charAt(point) == '\t')) {
                point++;
            }
            if (point + 1 < text.length() && POINTS.indexOf(text.charAt(point)) >= 0) {
                int gap = point + 1;
                while (gap < text.length() && (text.charAt(gap) == ' ' || text.charAt(gap) == '\t')) {
                    gap++;
                }
                // A star that touches its word is emphasis, any other point without a blank is a point all the same.
                boolean emphasis = gap == point + 1 && "*–".indexOf(text.charAt(point)) >= 0;
                if (!emphasis && gap < text.length() && Character.isLetterOrDigit(text.charAt(gap))) {
                    edits.add(new Edit(point, gap, "- "));
                }
            }
            int end = text.indexOf('\n', line);
            line = end < 0 ? text.length() : end + 1;
        }
        return edits;
    }
}
