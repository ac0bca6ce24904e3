package dev.sluice.bench.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be the same before and after, found in ways of its own, so that a mistake of the service is not repeated
 * here: code, quotations, placeholders, URLs and numbers in their order; the negations that occur.
 */
final class Structure {

    private static final List<Pattern> IN_ORDER = List.of(
            Pattern.compile("(?s)```.*?```"),
            Pattern.compile("`[^`\\n]+`"),
            Pattern.compile("\"[^\"\\n]+\""),
            Pattern.compile("\\$?\\{[^{}\\n]+\\}"),
            Pattern.compile("\\[[^\\[\\]\\n]+\\]"),
            Pattern.compile("https?://\\S+"));
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
    private static final Pattern NEGATION =
            Pattern.compile("(?i)\\b(?:not|never|no|none|nor|without|only|unless|except|cannot)\\b|n['’]t\\b");

    private Structure() {}

    static boolean isKept(String before, String after) {
        for (Pattern pattern : IN_ORDER) {
            if (!found(pattern, before).equals(found(pattern, after))) {
                return false;
            }
        }
        return found(NUMBER, before).equals(found(NUMBER, after))
                && words(before).equals(words(after));
    }

    /** The negations that occur; one that stands in a sentence that is said twice may be said once. */
    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        found(NEGATION, text).forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
        return words;
    }

    private static List<String> found(Pattern pattern, String text) {
        var all = new ArrayList<String>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group());
        }
        return all;
    }
}
