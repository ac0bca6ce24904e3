package dev.sluice.optimizer.shorten;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.rewrite.Edits;
import dev.sluice.optimizer.rewrite.Strategy;
import dev.sluice.optimizer.text.Tokens;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs strategies over one text until none of them gains: what comes out is a fixed point, so a second run changes
 * nothing. A result is accepted only when it has fewer tokens and is not empty.
 */
final class TextShortening {

    /** Each accepted step has fewer tokens, so this is never reached but by a text made for it. */
    private static final int MOST_ROUNDS = 32;

    /** A text and its tokens. */
    record Counted(String text, int tokens) {}

    /**
     * The shortened text; the one given when a protected span would not survive.
     *
     * @param enough tokens few enough to stop at
     * @param late whether the time is up
     * @param ledger told what each strategy removed
     * @param counter counts the versions
     */
    Counted shorten(
            Counted given,
            List<Strategy> strategies,
            int enough,
            BooleanSupplier late,
            Ledger ledger,
            Tokens.Counter counter) {
        var steps = new Ledger();
        Guarded start = Guarded.of(given.text());
        Guarded guarded = start;
        Counted now = given;
        boolean gained = true;
        for (int round = 0; gained && round < MOST_ROUNDS; round++) {
            gained = false;
            for (Strategy strategy : strategies) {
                if (now.tokens() <= enough || late.getAsBoolean()) {
                    return settle(start, given, now, steps, ledger);
                }
                Counted next = apply(strategy, guarded, now, counter);
                if (next.tokens() < now.tokens()) {
                    steps.add(strategy.name(), now.tokens() - next.tokens(), strategy.lossless());
                    now = next;
                    guarded = Guarded.of(now.text());
                    gained = true;
                }
            }
        }
        return settle(start, given, now, steps, ledger);
    }

    private static Counted settle(Guarded start, Counted given, Counted now, Ledger steps, Ledger ledger) {
        if (now.tokens() == given.tokens() || !start.survivesIn(now.text(), Kind.FACTS)) {
            return given;
        }
        ledger.addAll(steps);
        return now;
    }

    private static Counted apply(Strategy strategy, Guarded guarded, Counted now, Tokens.Counter counter) {
        String changed = Edits.apply(guarded, strategy.edits(guarded));
        boolean worth = changed.length() < now.text().length() && !changed.isBlank();
        return worth ? new Counted(changed, counter.count(changed)) : now;
    }
}
