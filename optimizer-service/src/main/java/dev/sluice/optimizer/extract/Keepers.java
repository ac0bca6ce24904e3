package dev.sluice.optimizer.extract;

import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.text.Sentence;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Sentences that stay whatever their relevance: what is asked, what is ordered, and what holds code, data or facts. */
final class Keepers {

    private static final Set<String> ORDERS = Set.of(
            "please",
            "kindly",
            "do",
            "don't",
            "never",
            "always",
            "only",
            "use",
            "using",
            "write",
            "answer",
            "reply",
            "respond",
            "return",
            "output",
            "give",
            "provide",
            "explain",
            "list",
            "summarize",
            "summarise",
            "describe",
            "translate",
            "include",
            "exclude",
            "ensure",
            "make",
            "avoid",
            "keep",
            "format",
            "follow",
            "act",
            "ignore",
            "consider",
            "assume",
            "imagine",
            "based",
            "given",
            "read",
            "tell",
            "show",
            "find",
            "compare",
            "create",
            "generate",
            "note",
            "remember",
            "system",
            "instruction",
            "instructions",
            "rule",
            "rules",
            "task",
            "question");
    private static final Set<String> ADDRESSED =
            Set.of("you", "your", "yours", "yourself", "you're", "you'll", "you've");
    private static final Set<String> LEANING = Set.of(
            "He",
            "She",
            "It",
            "They",
            "This",
            "That",
            "These",
            "Those",
            "His",
            "Her",
            "Its",
            "Their",
            "However",
            "But",
            "Therefore",
            "Thus",
            "Also",
            "So",
            "Then",
            "Such",
            "Both",
            "Another",
            "Instead",
            "Moreover",
            "Furthermore");

    private final boolean factsMayGo;
    private final String question;
    private final Set<String> numbers;

    /**
     * Keepers for a question.
     *
     * @param factsMayGo whether a sentence may go with the numbers and quotes in it; those in the question never
     */
    Keepers(String question, boolean factsMayGo) {
        this.question = question;
        this.factsMayGo = factsMayGo;
        this.numbers = numbers(question);
    }

    boolean stays(Passage passage, int at) {
        Sentence place = passage.sentences().get(at);
        String sentence = passage.sentence(at);
        return passage.guarded().spans().hold(place.from(), place.to(), Kind.ALWAYS)
                || Question.asks(sentence)
                || question.contains(sentence)
                || sentence.contains(question)
                || ordersOrAddresses(sentence)
                || numbers(sentence).stream().anyMatch(numbers::contains);
    }

    /** Whether a sentence stays for a number or quotation in it, whatever the budget. */
    boolean holdsFacts(Passage passage, int at) {
        Sentence place = passage.sentences().get(at);
        return !factsMayGo && passage.guarded().spans().hold(place.from(), place.to(), Kind.FACTS);
    }

    /** Whether a sentence cannot be understood without the one before it. */
    static boolean leans(String sentence) {
        int from = wordStart(sentence, 0);
        return LEANING.contains(sentence.substring(from, wordEnd(sentence, from)));
    }

    private static boolean ordersOrAddresses(String sentence) {
        int from = wordStart(sentence, 0);
        boolean first = true;
        while (from < sentence.length()) {
            int end = wordEnd(sentence, from);
            String word = sentence.substring(from, end).toLowerCase(Locale.ROOT).replace('’', '\'');
            if (ADDRESSED.contains(word) || (first && ORDERS.contains(word))) {
                return true;
            }
            first = false;
            from = wordStart(sentence, end);
        }
        return false;
    }

    private static int wordStart(String text, int from) {
        int at = from;
        while (at < text.length() && !Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && (Character.isLetter(text.charAt(at)) || "'’".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static Set<String> numbers(String text) {
        Set<String> numbers = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                numbers.add(text.substring(at, end).toLowerCase(Locale.ROOT));
            }
            at = Math.max(end, at + 1);
        }
        return numbers;
    }
}
