package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.text.Sentence;
import dev.sluice.optimizer.text.Sentences;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An order given twice in the same words within prose; the second one goes. Lists and lines of their own stay. */
public final class RepeatedInstructions implements Strategy {

    private static final int SHORTEST = 16;
    private static final Set<String> ORDERS = Set.of(
            "do", "don't", "never", "always", "only", "use", "write", "answer", "reply", "respond", "give", "provide",
            "keep", "make", "avoid", "include", "return", "output", "explain", "be", "you", "please", "ensure");

    @Override
    public String name() {
        return "repeated-instructions";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        Set<String> seen = new HashSet<>();
        var edits = new ArrayList<Edit>();
        List<Sentence> sentences = Sentences.of(guarded);
        for (int at = 0; at < sentences.size(); at++) {
            Sentence sentence = sentences.get(at);
            if (isOrder(guarded, sentence) && !seen.add(sentence.in(text)) && at > 0) {
                int gap = sentences.get(at - 1).to();
                if (text.substring(gap, sentence.from()).indexOf('\n') < 0) {
                    edits.add(Edit.ofRepetition(gap, sentence.to()));
                }
            }
        }
        return edits;
    }

    private static boolean isOrder(Guarded guarded, Sentence sentence) {
        if (sentence.to() - sentence.from() < SHORTEST
                || guarded.spans().hold(sentence.from(), sentence.to(), Kind.FACTS)) {
            return false;
        }
        String text = guarded.text();
        int end = Places.wordEnd(text, sentence.from());
        return ORDERS.contains(
                text.substring(sentence.from(), end).toLowerCase(Locale.ROOT).replace('’', '\''));
    }
}
