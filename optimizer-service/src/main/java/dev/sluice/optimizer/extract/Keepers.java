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
                || question.contains(sentence)
                || sentence.contains(question)
                || orders(sentence)
                || (frames(passage, place) && (Question.asks(sentence) || addresses(sentence)));
    }

    /** Whether a sentence has a number that the question has. */
    boolean sharesNumber(String sentence) {
        return numbers(sentence).stream().anyMatch(numbers::contains);
    }

    /** Instructions stand before what they are about, or behind it. */
    private static boolean frames(Passage passage, Sentence place) {
        return place.paragraph() == 0
                || place.paragraph() == passage.sentences().getLast().paragraph();
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

    /** Whether a sentence begins like an instruction. */
    private static boolean orders(String sentence) {
        int from = wordStart(sentence, 0);
        return ORDERS.contains(word(sentence, from));
    }

    /** Whether a sentence speaks to the reader. */
    private static boolean addresses(String sentence) {
        int from = wordStart(sentence, 0);
        while (from < sentence.length()) {
            if (ADDRESSED.contains(word(sentence, from))) {
                return true;
            }
            from = wordStart(sentence, wordEnd(sentence, from));
        }
        return false;
    }

    private static String word(String sentence, int from) {
        return sentence.substring(from, wordEnd(sentence, from))
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'');
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
