package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.extract.Extraction;
import dev.sluice.optimizer.extract.History;
import dev.sluice.optimizer.extract.Meaning;
import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.rewrite.Strategy;
import dev.sluice.optimizer.shorten.TextShortening.Counted;
import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One conversation on its way through the strategies. Used by one thread, once. */
final class Draft {

    private static final double EXTRACTED_AT_LEAST = 0.5;

    /** A turn with its tokens. */
    private record Turn(int place, String role, Counted content) {

        Turn with(Counted other) {
            return new Turn(place, role, other);
        }

        boolean isOfTool() {
            return role.equals("tool") || role.equals("function");
        }

        ChatMessage message() {
            return new ChatMessage(role, content.text());
        }

        int tokens() {
            return content.tokens();
        }
    }

    private final Tokens.Counter counter;
    private final Wish wish;
    private final Ledger ledger = new Ledger();
    private final @Nullable Integer target;
    private List<Turn> turns;

    Draft(List<ChatMessage> messages, Wish wish, Tokens tokens) {
        this.counter = tokens.counter();
        this.wish = wish;
        this.turns = new ArrayList<>(messages.size());
        messages.forEach(message -> turns.add(new Turn(turns.size(), message.role(), counted(message.content()))));
        this.target = wish.target(total());
    }

    /** How few tokens are wanted; absent when the level decides. */
    @Nullable
    Integer target() {
        return target;
    }

    int total() {
        return turns.stream().mapToInt(Turn::tokens).sum();
    }

    List<ChatMessage> messages() {
        return turns.stream().map(Turn::message).toList();
    }

    /** The place of each message in the conversation as it came. */
    List<Integer> places() {
        return turns.stream().map(Turn::place).toList();
    }

    List<Technique> techniques() {
        return ledger.techniques();
    }

    /** Runs strategies over each turn, those that fit its role, until the wish is met. */
    void rewrite(Function<String, List<Strategy>> byRole, TextShortening perText, BooleanSupplier late) {
        int total = total();
        for (int at = 0; at < turns.size(); at++) {
            Turn turn = turns.get(at);
            int enough = target == null ? 0 : target - (total - turn.tokens());
            Counted shorter = perText.shorten(turn.content(), byRole.apply(turn.role()), enough, late, ledger, counter);
            total -= turn.tokens() - shorter.tokens();
            turns.set(at, turn.with(shorter));
        }
    }

    /** Extracts from the user turns that are long enough; answers how much of what was asked for is still there. */
    double extract(String question, Extraction extraction, Rates rates, BooleanSupplier late, Meaning meaning) {
        List<Integer> chosen = IntStream.range(0, turns.size())
                .filter(at ->
                        turns.get(at).role().equals("user") && turns.get(at).tokens() >= rates.extractFrom())
                .boxed()
                .toList();
        int extractable = chosen.stream().mapToInt(at -> turns.get(at).tokens()).sum();
        int budget = budget(extractable, rates);
        if (chosen.isEmpty() || budget >= extractable) {
            return 1;
        }
        // Who says how small it must be, knows that something has to go.
        boolean factsMayGo = wish.level() == Level.AGGRESSIVE || wish.hasTarget();
        List<String> texts =
                chosen.stream().map(at -> turns.get(at).content().text()).toList();
        Extraction.Extract extract = extraction.extract(question, texts, budget, factsMayGo, late, meaning);
        int removed = 0;
        for (int i = 0; i < chosen.size(); i++) {
            removed += replace(chosen.get(i), extract.texts().get(i), factsMayGo ? Kind.ALWAYS : Kind.FACTS);
        }
        if (removed == 0) {
            return 1;
        }
        ledger.add("extractive", removed, false);
        return EXTRACTED_AT_LEAST + (1 - EXTRACTED_AT_LEAST) * extract.coverage();
    }

    /**
     * Leaves out what tools returned before the last user turn, oldest first, until the target is met. A line stays in its
     * place that tells how to get it back.
     */
    void setAside(int target, Originals originals) {
        int last = lastUser();
        int total = total();
        for (int at = 0; at < last && total > target; at++) {
            Turn turn = turns.get(at);
            String instead = turn.isOfTool() ? originals.instead(turn.content().text(), turn.tokens()) : null;
            if (instead != null) {
                Counted line = counted(instead);
                if (line.tokens() < turn.tokens()) {
                    turns.set(at, turn.with(line));
                    ledger.add("tool-results", turn.tokens() - line.tokens(), false);
                    total -= turn.tokens() - line.tokens();
                }
            }
        }
    }

    /** Puts what is the same in every call before what is not, in the instructions; takes no tokens away. */
    void order() {
        boolean moved = false;
        for (int at = 0; at < turns.size(); at++) {
            Turn turn = turns.get(at);
            if (turn.role().equals("system") || turn.role().equals("developer")) {
                String ordered = StableFirst.of(turn.content().text());
                moved |= !ordered.equals(turn.content().text());
                turns.set(at, turn.with(counted(ordered)));
            }
        }
        if (moved) {
            ledger.add("prompt-cache-order", 0, true);
        }
    }

    private int lastUser() {
        int last = turns.size() - 1;
        while (last >= 0 && !turns.get(last).role().equals("user")) {
            last--;
        }
        return last;
    }

    /** Drops the oldest exchanges until the target is met; answers whether any was dropped. */
    boolean prune(int target) {
        int before = total();
        List<Turn> kept = History.prune(turns, target, Turn::role, Turn::tokens);
        if (kept.size() == turns.size()) {
            return false;
        }
        turns = new ArrayList<>(kept);
        ledger.add("history", before - total(), false);
        return true;
    }

    private int budget(int extractable, Rates rates) {
        if (target != null) {
            return Math.max(0, target - (total() - extractable));
        }
        return (int) (extractable * (wish.level() == Level.AGGRESSIVE ? rates.aggressive() : rates.medium()));
    }

    private int replace(int at, String text, Set<Kind> kinds) {
        Turn turn = turns.get(at);
        Counted now = counted(text);
        boolean worth = now.tokens() < turn.tokens() && !text.isBlank();
        if (!worth || !Guarded.of(turn.content().text()).survivesIn(text, kinds)) {
            return 0;
        }
        turns.set(at, turn.with(now));
        return turn.tokens() - now.tokens();
    }

    private Counted counted(String text) {
        return new Counted(text, counter.count(text));
    }
}
