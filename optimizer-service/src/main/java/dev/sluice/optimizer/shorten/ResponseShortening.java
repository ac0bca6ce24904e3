package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.rewrite.Duplicates;
import dev.sluice.optimizer.rewrite.Rules;
import dev.sluice.optimizer.rewrite.Strategy;
import dev.sluice.optimizer.rewrite.Whitespace;
import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Cuts what a model's answer says without saying anything: openings, closings, stock phrases, repetitions; at aggressive
 * also hedges and long forms with a short one.
 */
public final class ResponseShortening {

    /** Families by the level from which they are used. */
    private static final Map<Level, Set<String>> FROM = Map.of(
            Level.LIGHT, Set.of("opening", "closing"),
            Level.MEDIUM, Set.of("stock", "wordy"),
            Level.AGGRESSIVE, Set.of("abbreviations", "hedges"));

    private final TextShortening perText;
    private final Tokens tokens;
    private final Map<Level, List<Strategy>> strategies;

    /** A journey with the rules that ship with the service. */
    public ResponseShortening(Tokens tokens) {
        this.tokens = tokens;
        this.perText = new TextShortening();
        this.strategies = Map.of(
                Level.LIGHT, upTo(Level.LIGHT),
                Level.MEDIUM, upTo(Level.MEDIUM),
                Level.AGGRESSIVE, upTo(Level.AGGRESSIVE));
    }

    /**
     * What became of an answer.
     *
     * @param text the answer as it goes
     * @param tokens its tokens
     * @param techniques what was applied, in order
     */
    public record Cut(String text, int tokens, List<Technique> techniques) {

        public Cut {
            techniques = List.copyOf(techniques);
        }
    }

    /**
     * Cuts an answer.
     *
     * @param late whether the time is up: what was reached by then is answered
     */
    public Cut cut(String text, Level level, BooleanSupplier late) {
        var ledger = new Ledger();
        Tokens.Counter counter = tokens.counter();
        var given = new TextShortening.Counted(text, counter.count(text));
        TextShortening.Counted now =
                perText.shorten(given, strategies.getOrDefault(level, List.of()), 0, late, ledger, counter);
        return new Cut(now.text(), now.tokens(), ledger.techniques());
    }

    private static List<Strategy> upTo(Level level) {
        List<Strategy> chosen = new ArrayList<>(List.of(new Whitespace(), new Duplicates()));
        List<Strategy> families = new ArrayList<>(Rules.responseFamilies());
        families.addAll(Rules.families());
        for (Strategy family : families) {
            boolean used = FROM.entrySet().stream()
                    .anyMatch(from -> from.getKey().compareTo(level) <= 0
                            && from.getValue().contains(family.name()));
            if (used) {
                chosen.add(family);
            }
        }
        return List.copyOf(chosen);
    }
}
