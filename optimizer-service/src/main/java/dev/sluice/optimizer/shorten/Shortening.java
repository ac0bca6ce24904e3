package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.extract.Extraction;
import dev.sluice.optimizer.extract.Fidelity;
import dev.sluice.optimizer.extract.Meaning;
import dev.sluice.optimizer.extract.Question;
import dev.sluice.optimizer.rewrite.Articles;
import dev.sluice.optimizer.rewrite.Duplicates;
import dev.sluice.optimizer.rewrite.JsonText;
import dev.sluice.optimizer.rewrite.ListDashes;
import dev.sluice.optimizer.rewrite.ListForm;
import dev.sluice.optimizer.rewrite.ListLabels;
import dev.sluice.optimizer.rewrite.RepeatedInstructions;
import dev.sluice.optimizer.rewrite.Rules;
import dev.sluice.optimizer.rewrite.Strategy;
import dev.sluice.optimizer.rewrite.Whitespace;
import dev.sluice.optimizer.text.Tokens;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The journey of a conversation: layout, repetitions and rewrite rules in each turn; then, if a question says what matters,
 * the sentences that do not matter; then, if a target asks for it, what tools returned and the oldest exchanges; last, if
 * wanted, the order that a provider's prompt cache likes.
 */
public final class Shortening {

    private static final double LOSSY_RULES = 0.97;
    private static final String EXTRACTIVE = "extractive";
    private static final double TERSE = 0.99;
    private static final double HISTORY_PRUNED = 0.7;
    private static final double RESULTS_SET_ASIDE = 0.9;
    private static final Set<String> LAYOUT =
            Set.of("whitespace", "list-form", "json-minify", "json-pack", "prompt-cache-order");

    private static final Set<String> DRAWN_TOGETHER = Set.of("articles", "list-dashes", Rules.TERSE);

    private final Tokens tokens;
    private final Rates rates;
    private final TextShortening perText;
    private final Extraction extraction;
    private final List<Strategy> spacing = List.of(new Whitespace());
    private final List<Strategy> layout = List.of(JsonText.minified());
    private final List<Strategy> repetitions = List.of(new Duplicates());
    private final List<Strategy> lossless;
    private final List<Strategy> terse;
    private final List<Strategy> all;

    /** A journey with the rules that ship with the service. */
    public Shortening(Tokens tokens, Rates rates) {
        this.tokens = tokens;
        this.rates = rates;
        this.perText = new TextShortening();
        this.extraction = new Extraction(tokens);
        Stream<Strategy> structural = Stream.of(
                JsonText.minified(),
                new Whitespace(),
                new ListForm(),
                new ListLabels(),
                new Duplicates(),
                new RepeatedInstructions());
        List<Strategy> families = Rules.families();
        this.all = Stream.concat(structural, families.stream().filter(family -> !isTerse(family)))
                .toList();
        this.lossless = all.stream().filter(Strategy::lossless).toList();
        Stream<Strategy> drawnTogether = Stream.concat(
                families.stream().filter(Shortening::isTerse),
                Stream.of(JsonText.packed(), new Articles(), new ListDashes()));
        this.terse = Stream.concat(lossless.stream(), drawnTogether).toList();
    }

    private static boolean isTerse(Strategy family) {
        return family.name().equals(Rules.TERSE);
    }

    /** Shortens a conversation by words alone. */
    public Shortened shorten(List<ChatMessage> messages, Wish wish, BooleanSupplier late) {
        return shorten(messages, wish, late, Meaning.NONE, Originals.NONE);
    }

    /**
     * Shortens a conversation. The same conversation and wish give the same answer, unless the time is up.
     *
     * @param late whether the time is up: what was reached by then is answered
     * @param meaning asked at most once, when sentences are to be chosen
     * @param originals keeps what tools returned when the conversation is pruned
     */
    public Shortened shorten(
            List<ChatMessage> messages, Wish wish, BooleanSupplier late, Meaning meaning, Originals originals) {
        boolean furtherThanLight = wish.level() != Level.LIGHT;
        var draft = new Draft(messages, wish, tokens);
        Integer target = draft.target();
        boolean extracting = furtherThanLight || target != null;
        String question = extracting ? Question.of(wish.question(), messages) : null;
        // Beside a question stands what is read word for word; without one all of it is instruction.
        List<Strategy> withoutQuestion = furtherThanLight && target == null ? terse : lossless;
        List<Strategy> rules = furtherThanLight && question != null ? all : withoutQuestion;
        int before = draft.total();
        double confidence = 1;
        // Where a target will choose sentences anyway, rules would only cost time on those that go.
        boolean choosing = question != null && target != null;
        draft.rewrite(role -> fitting(role, choosing ? repetitions : rules), perText, late);
        if (question != null && !late.getAsBoolean()) {
            confidence *= draft.extract(question, extraction, rates, late, meaning);
        }
        if (choosing && target != null && draft.total() > target) {
            draft.rewrite(role -> fitting(role, rules), perText, late);
        }
        if (draft.techniques().stream()
                .anyMatch(used -> !used.lossless() && !used.name().equals(EXTRACTIVE))) {
            confidence *= LOSSY_RULES;
        }
        if (draft.techniques().stream().anyMatch(used -> DRAWN_TOGETHER.contains(used.name()))) {
            confidence *= TERSE;
        }
        if (target != null) {
            int whole = draft.total();
            draft.setAside(target, originals);
            confidence *= draft.total() < whole ? RESULTS_SET_ASIDE : 1;
            confidence *= draft.prune(target) ? HISTORY_PRUNED : 1;
        }
        if (wish.stableFirst()) {
            draft.order();
        }
        return account(messages, draft, before, confidence, late);
    }

    private static Shortened account(
            List<ChatMessage> messages, Draft draft, int before, double confidence, BooleanSupplier late) {
        List<ChatMessage> now = draft.messages();
        boolean layoutOnly = draft.techniques().stream().allMatch(used -> LAYOUT.contains(used.name()));
        // When the time is up, nobody waits for an estimate.
        boolean complete = !late.getAsBoolean();
        double fidelity = layoutOnly ? 1 : complete ? Fidelity.of(texts(messages), texts(now)) : confidence;
        return new Shortened(
                now,
                before,
                draft.total(),
                draft.techniques(),
                Math.round(confidence * 1000) / 1000.0,
                fidelity,
                layoutOnly,
                draft.places(),
                complete);
    }

    private static List<String> texts(List<ChatMessage> messages) {
        return messages.stream().map(ChatMessage::content).toList();
    }

    /** What a model said and what a tool returned is not ours to reword. */
    private List<Strategy> fitting(String role, List<Strategy> rules) {
        return switch (role) {
            case "tool", "function" -> layout;
            case "assistant" -> spacing;
            default -> rules;
        };
    }
}
