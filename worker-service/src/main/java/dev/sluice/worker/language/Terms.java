package dev.sluice.worker.language;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tartarus.snowball.ext.EnglishStemmer;

/** Words as they are compared: lower case, without stop words, reduced to their stems (Porter 2). */
public final class Terms {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’_.-][\\p{L}\\p{N}]+)*");

    private Terms() {}

    /** The stems of the words that say something, in their order, with repetitions. */
    public static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        var stemmer = new EnglishStemmer();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group().toLowerCase(Locale.ROOT).replace('’', '\'');
            for (String part :
                    word.indexOf('-') > 0 ? (word + "-" + word.replace("-", "")).split("-") : new String[] {word}) {
                if (!part.isEmpty() && !StopWords.contains(part)) {
                    terms.add(stem(stemmer, part));
                }
            }
        }
        return terms;
    }

    /** As {@link #of}, each once. */
    public static Set<String> distinct(String text) {
        return new LinkedHashSet<>(of(text));
    }

    /** The stems of all words, also of those that only say how a sentence is built. */
    public static List<String> all(String text) {
        List<String> stems = new ArrayList<>();
        var stemmer = new EnglishStemmer();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            stems.add(stem(stemmer, words.group().toLowerCase(Locale.ROOT).replace('’', '\'')));
        }
        return stems;
    }

    /** How many words and marks a text has; the built-in model's own count of tokens. */
    public static int count(String text) {
        int tokens = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                tokens += inWord ? 0 : 1;
                inWord = true;
            } else {
                tokens += Character.isWhitespace(c) ? 0 : 1;
                inWord = false;
            }
        }
        return tokens;
    }

    private static String stem(EnglishStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }
}
