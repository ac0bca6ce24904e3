package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Articles before plain words of an instruction: "describe the steps of a recipe" asks for what "describe steps of recipe"
 * asks for. One stays where it carries meaning: before names, superlatives, comparisons, amounts and words like "same" or
 * "first", behind words like "such" or "half", and in rates such as "twice a day".
 */
public final class Articles implements Strategy {

    private static final Set<String> ARTICLES = Set.of("the", "a", "an");
    private static final Set<String> BEFORE_THESE = Set.of(
            "few",
            "little",
            "lot",
            "bit",
            "number",
            "couple",
            "pair",
            "dozen",
            "hundred",
            "thousand",
            "million",
            "same",
            "other",
            "one",
            "ones",
            "two",
            "three",
            "four",
            "five",
            "first",
            "second",
            "third",
            "last",
            "next",
            "former",
            "latter",
            "following",
            "above",
            "below",
            "previous",
            "current",
            "only",
            "most",
            "least",
            "more",
            "less",
            "fewer",
            "better",
            "worse",
            "higher",
            "lower",
            "greater",
            "bigger",
            "smaller",
            "larger",
            "faster",
            "longer",
            "shorter",
            "sooner",
            "easier",
            "harder",
            "best",
            "worst",
            "very",
            "not",
            "single",
            "certain",
            "day",
            "week",
            "month",
            "year",
            "hour",
            "minute",
            "night",
            "time",
            "piece",
            "poor",
            "rich",
            "old",
            "young",
            "dead",
            "sick",
            "blind",
            "deaf",
            "public",
            "right",
            "left",
            "past",
            "future",
            "present",
            "way",
            "whole",
            "rest",
            "end",
            "point",
            "fact",
            "contrary",
            "while",
            "priori",
            "posteriori",
            "la",
            "to",
            "of",
            "and",
            "or",
            "is",
            "are",
            "in",
            "on",
            "that");
    private static final Set<String> BEHIND_THESE = Set.of(
            "such", "what", "many", "half", "rather", "quite", "not", "no", "all", "both", "double", "twice", "once",
            "times", "per", "letter", "vitamin", "plan", "option", "type", "grade", "part", "section", "or", "word",
            "article");
    /** What is the one there is anyway; only "the" may go before it. */
    private static final Set<String> THE_ONE = Set.of("current", "best", "worst", "latest", "previous", "number");

    /** Words that end like superlatives and are none. */
    private static final Set<String> NO_SUPERLATIVES = Set.of(
            "request", "test", "interest", "contest", "guest", "forest", "harvest", "protest", "quest", "suggest");

    private static final int SHORTEST = 3;

    @Override
    public String name() {
        return "articles";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        var edits = new ArrayList<Edit>();
        String before = "";
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetterOrDigit(text.charAt(at))) {
                // Words in front of a stop do not belong to what follows it.
                before = " \t".indexOf(text.charAt(at)) >= 0 ? before : "";
                at++;
                continue;
            }
            int end = Places.wordEnd(text, at);
            String word = text.substring(at, Math.min(end, at + 16)).toLowerCase(Locale.ROOT);
            if (ARTICLES.contains(word) && isPlain(text, at, end, before)) {
                edits.add(removal(text, at, end));
            }
            before = word;
            at = end;
        }
        return edits;
    }

    private static boolean isPlain(String text, int from, int to, String before) {
        boolean gap = to < text.length() && text.charAt(to) == ' ' && to + 1 < text.length();
        boolean free = from == 0 || " \n\t(".indexOf(text.charAt(from - 1)) >= 0;
        boolean shouted = to - from > 1 && Character.isUpperCase(text.charAt(from + 1));
        if (!gap || !free || shouted || BEHIND_THESE.contains(before)) {
            return false;
        }
        if (text.startsWith("${", to + 1) || text.startsWith("{{", to + 1)) {
            return true;
        }
        int end = withoutPossessive(text, Places.wordEnd(text, to + 1));
        String next = text.substring(to + 1, end);
        boolean isThe = to - from == 3;
        if (isThe && THE_ONE.contains(next)) {
            return true;
        }
        // "Act as a Travel Guide" and "as a DAX terminal": a role, whatever its spelling.
        boolean role = !isThe && before.equals("as") && Character.isUpperCase(text.charAt(to + 1));
        for (int at = to + 1; at < end; at++) {
            if (!Character.isLowerCase(text.charAt(at)) && !(role && Character.isUpperCase(text.charAt(at)))) {
                return false;
            }
        }
        boolean superlative = next.endsWith("est") && !NO_SUPERLATIVES.contains(next);
        return next.length() >= SHORTEST && !BEFORE_THESE.contains(next) && !superlative;
    }

    private static int withoutPossessive(String text, int end) {
        return text.startsWith("'s", end - 2) || text.startsWith("’s", end - 2) ? end - 2 : end;
    }

    /** The article with its blank; the next word gets its capital. */
    private static Edit removal(String text, int from, int to) {
        if (!Character.isUpperCase(text.charAt(from))) {
            return new Edit(from, to + 1, "");
        }
        return new Edit(from, to + 2, String.valueOf(Character.toUpperCase(text.charAt(to + 1))));
    }
}
