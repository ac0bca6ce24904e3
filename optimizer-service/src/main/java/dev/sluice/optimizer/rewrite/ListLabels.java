package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.List;

/** Bold marks around the label of a line or list item, as in {@code - **Style:** dark}: the colon says it already. */
public final class ListLabels implements Strategy {

    private static final int LONGEST = 60;

    @Override
    public String name() {
        return "list-labels";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        var edits = new ArrayList<Edit>();
        int open = text.indexOf("**");
        while (open >= 0) {
            int close = text.indexOf("**", open + 2);
            if (close < 0) {
                break;
            }
            if (isLabel(text, open, close)) {
                edits.add(new Edit(open, open + 2, ""));
                edits.add(new Edit(close, close + 2, ""));
            }
            open = text.indexOf("**", close + 2);
        }
        return paired(guarded, edits);
    }

    private static boolean isLabel(String text, int open, int close) {
        boolean shortEnough = close - open > 3 && close - open <= LONGEST;
        if (!shortEnough || !Places.startsSentence(text, open)) {
            return false;
        }
        String label = text.substring(open + 2, close);
        boolean colon = label.endsWith(":") || (close + 2 < text.length() && text.charAt(close + 2) == ':');
        return colon && label.indexOf('\n') < 0 && label.indexOf('*') < 0 && !label.startsWith(" ");
    }

    /** Both marks go or none. */
    private static List<Edit> paired(Guarded guarded, List<Edit> edits) {
        var allowed = new ArrayList<Edit>();
        for (int at = 0; at + 1 < edits.size(); at += 2) {
            Edit open = edits.get(at);
            Edit close = edits.get(at + 1);
            if (!guarded.spans().touch(open.from(), open.to())
                    && !guarded.spans().touch(close.from(), close.to())) {
                allowed.add(open);
                allowed.add(close);
            }
        }
        return allowed;
    }
}
