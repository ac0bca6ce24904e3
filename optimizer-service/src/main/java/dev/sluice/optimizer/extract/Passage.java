package dev.sluice.optimizer.extract;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.text.Sentence;
import dev.sluice.optimizer.text.Sentences;
import java.util.List;

/** A text to extract from, cut into sentences. */
record Passage(Guarded guarded, List<Sentence> sentences) {

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
