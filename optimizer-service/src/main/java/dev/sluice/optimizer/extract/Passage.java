package dev.sluice.optimizer.extract;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.text.Sentence;
import dev.sluice.optimizer.text.Sentences;
import java.util.List;

/** A text to extract from, cut into sentences. */
record Passage(Guarded guarded, List<Sentence> sentences) {

    private static final int LONGEST_TITLE = 72;
    private static final int FARTHEST_TITLE = 40;

    static Passage of(String text) {
        Guarded guarded = Guarded.of(text);
        return new Passage(guarded, Sentences.of(guarded));
    }

    String text() {
        return guarded.text();
    }

    String sentence(int at) {
        return sentences.get(at).in(text());
    }

    /** The sentence behind the title of its paragraph: a line of its own that ends like no sentence. */
    String titled(int at) {
        int paragraph = sentences.get(at).paragraph();
        int first = at;
        while (first > 0 && sentences.get(first - 1).paragraph() == paragraph && at - first < FARTHEST_TITLE) {
            first--;
        }
        boolean title = first < at && isTitle(first);
        return title ? sentence(first) + ": " + sentence(at) : sentence(at);
    }

    private boolean isTitle(int at) {
        Sentence line = sentences.get(at);
        boolean first = at == 0 || sentences.get(at - 1).paragraph() < line.paragraph();
        return first
                && line.to() - line.from() <= LONGEST_TITLE
                && text().substring(line.to(), line.next()).indexOf('\n') >= 0
                && ".!?".indexOf(text().charAt(line.to() - 1)) < 0;
    }

    /** The text with these sentences only, in order, each behind the gap that stood before it. */
    String keeping(boolean[] kept) {
        var out = new StringBuilder(text().length());
        for (int at = 0; at < sentences.size(); at++) {
            if (kept[at]) {
                Sentence sentence = sentences.get(at);
                int gap = at == 0 ? 0 : sentences.get(at - 1).to();
                String before = text().substring(gap, sentence.from());
                // The first one keeps its indentation only.
                boolean inLine = at > 0 && before.indexOf('\n') < 0;
                String indentation = inLine ? "" : before.substring(before.lastIndexOf('\n') + 1);
                out.append(out.isEmpty() ? indentation : before);
                out.append(text(), sentence.from(), sentence.to());
            }
        }
        return out.toString();
    }
}
