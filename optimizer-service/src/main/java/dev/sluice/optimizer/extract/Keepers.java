package dev.sluice.optimizer.extract;

import com.google.re2j.Pattern;
import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.text.Sentence;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Sentences that stay whatever their relevance: what is asked, what is ordered, and what holds code, data or facts. */
final class Keepers {

    private static final Pattern ORDER = Pattern.compile(
            "(?i)^[\\s\\-*+•>#\\d.)(]*(?:please|kindly|do not|don['’]t|never|always|only"
                    + "|use|using|write|answer|reply|respond|return|output|give|provide|explain|list|summari[sz]e|describe|translate"
                    + "|include|exclude|ensure|make sure|avoid|keep|format|follow|act|ignore|consider|assume|imagine|based on|given"
                    + "|read|tell|show|find|compare|create|generate|note|remember|system|instructions?|rules?|task|question)\\b");
    private static final Pattern ADDRESSED = Pattern.compile("(?i)\\b(?:you(?:['’](?:re|ll))?|your|yourself)\\b");
    private static final Pattern LEANS =
            Pattern.compile("^(?:[\"“(]?)(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their"
                    + "|However|But|Therefore|Thus|Also|So|Then|Such|Both|Another|Instead|Moreover|Furthermore)\\b");

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
        Set<Kind> holds = factsMayGo ? Kind.ALWAYS : Kind.FACTS;
        return passage.guarded().spans().hold(place.from(), place.to(), holds)
                || Question.asks(sentence)
                || question.contains(sentence)
                || sentence.contains(question)
                || ORDER.matcher(sentence).find()
                || ADDRESSED.matcher(sentence).find()
                || numbers(sentence).stream().anyMatch(numbers::contains);
    }

    /** Whether a sentence cannot be understood without the one before it. */
    static boolean leans(String sentence) {
        return LEANS.matcher(sentence).find();
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
