package dev.sluice.worker.facts;

import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A claim weighed against one sentence by its words alone: how much of the claim the sentence says, and whether they differ
 * in a number, a negation, a name or a word and its opposite. It does not understand: what is said in other words is
 * {@link Verdict#NOT_ENOUGH}. Pure.
 */
final class Weighing {

    /** Of the claim's words that say something, how many a sentence must share to be about the same thing. */
    private static final double ABOUT = 0.6;

    /** And how many to say it. */
    private static final double SAYS = 0.75;

    private static final Pattern NEGATION = Pattern.compile(
            "\\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|nicht|kein(?:e[mnrs]?)?|nie|niemals|ohne)\\b|n['’]t\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME = Pattern.compile("\\p{Lu}[\\p{L}\\p{N}'’-]*");

    private static final Map<String, String> OPPOSITES = opposites(
            "increase decrease,rise fall,grow shrink,open close,more less,more fewer,higher lower,high low,before after,"
                    + "first last,win lose,won lost,accept reject,allow forbid,start end,begin end,true false,"
                    + "always never,largest smallest,biggest smallest,most least,north south,east west,buy sell,"
                    + "bought sold,legal illegal,safe unsafe,success failure,succeed fail,add remove,above below,"
                    + "hot cold,old new,oldest newest,oldest youngest,longest shortest,longer shorter,faster slower,"
                    + "cheaper dearer,maximum minimum,left right,male female,enable disable,include exclude,"
                    + "approve deny,steigen fallen,öffnen schließen,mehr weniger,hoch niedrig,vor nach");

    private Weighing() {}

    /**
     * What a sentence says of a claim.
     *
     * @param verdict the verdict
     * @param confidence 0 to 1
     * @param reason why
     */
    record Opinion(Verdict verdict, double confidence, String reason) {}

    /** How much of the claim a sentence shares, 0 to 1; the context's words, such as a title's, count half. */
    static double coverage(String claim, String sentence, String context) {
        Set<String> said = Terms.distinct(Numbers.without(claim));
        if (said.isEmpty()) {
            return 0;
        }
        Set<String> there = new HashSet<>(Terms.of(sentence));
        Set<String> around = new HashSet<>(Terms.of(context));
        double shared = 0;
        for (String term : said) {
            String opposite = OPPOSITES.get(term);
            if (there.contains(term) || (opposite != null && there.contains(opposite))) {
                shared++;
            } else if (around.contains(term)) {
                shared += 0.5;
            }
        }
        return shared / said.size();
    }

    static Opinion of(String claim, String sentence, String context) {
        double coverage = coverage(claim, sentence, context);
        if (coverage < ABOUT) {
            return new Opinion(Verdict.NOT_ENOUGH, 1 - coverage, "No passage says much of this.");
        }
        String name = missingName(claim, sentence + " " + context);
        if (name != null) {
            return new Opinion(Verdict.NOT_ENOUGH, 0.6, "The closest passage does not speak of %s.".formatted(name));
        }
        List<Double> claimed = Numbers.of(claim);
        List<Double> found = Numbers.of(sentence);
        if (!found.containsAll(claimed)) {
            return found.isEmpty()
                    ? new Opinion(Verdict.NOT_ENOUGH, 0.6, "The closest passage gives no number.")
                    : new Opinion(Verdict.REFUTED, 0.9 * coverage, "The passage gives another number.");
        }
        boolean negated = isNegated(claim) != isNegated(sentence);
        String opposite = opposite(claim, sentence);
        if (negated != (opposite != null)) {
            return coverage >= SAYS
                    ? new Opinion(
                            Verdict.REFUTED,
                            0.85 * coverage,
                            negated
                                    ? "One of them is negated, the other is not."
                                    : "The passage says the opposite: '%s'.".formatted(opposite))
                    : new Opinion(Verdict.NOT_ENOUGH, 0.5, "The closest passage may say the opposite.");
        }
        return coverage >= SAYS
                ? new Opinion(Verdict.SUPPORTED, 0.9 * coverage, "A passage says so.")
                : new Opinion(Verdict.NOT_ENOUGH, 0.5, "The closest passage says only a part of it.");
    }

    private static boolean isNegated(String sentence) {
        Matcher negations = NEGATION.matcher(sentence);
        int count = 0;
        while (negations.find()) {
            count++;
        }
        return count % 2 == 1;
    }

    /** A capitalised word of the claim that is not there; of German, that is any noun. */
    private static @Nullable String missingName(String claim, String there) {
        Set<String> words = new HashSet<>(Terms.of(there));
        Matcher names = NAME.matcher(claim);
        while (names.find()) {
            List<String> terms = Terms.of(names.group());
            if (!words.containsAll(terms) && Terms.all(names.group()).stream().noneMatch(OPPOSITES::containsKey)) {
                return names.group();
            }
        }
        return null;
    }

    /** A word of the sentence whose opposite stands in the claim, where it does not itself. */
    private static @Nullable String opposite(String claim, String sentence) {
        Set<String> claimed = new HashSet<>(Terms.all(claim));
        for (String term : Terms.all(sentence)) {
            String other = OPPOSITES.get(term);
            if (other != null && claimed.contains(other) && !claimed.contains(term)) {
                return term;
            }
        }
        return null;
    }

    private static Map<String, String> opposites(String pairs) {
        Map<String, String> both = new HashMap<>();
        for (String pair : pairs.split(",", -1)) {
            String[] words = pair.split(" ", -1);
            String one = stem(words[0]);
            String other = stem(words[1]);
            both.putIfAbsent(one, other);
            both.putIfAbsent(other, one);
        }
        return Map.copyOf(both);
    }

    private static String stem(String word) {
        return Terms.all(word).getFirst();
    }

    /** The sentences of a passage that can be quoted. */
    static List<String> sentences(String passage) {
        return Sentences.of(passage).stream()
                .map(Sentences.Sentence::text)
                .filter(sentence -> !sentence.startsWith("#") && !sentence.endsWith("?"))
                .toList();
    }
}
