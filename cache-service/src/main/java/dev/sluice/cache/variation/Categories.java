package dev.sluice.cache.variation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Categories by their patterns. Immutable. */
final class Categories {

    /** What no pattern of any category fits. */
    static final String OTHER = "other";

    /** What a question is about stands near its beginning; a long text is not searched through at each look-up. */
    private static final int WORDS = 64;

    private static final int LONGEST_WORD = 32;

    private final Map<String, List<Pattern>> patterns;

    private Categories(Map<String, List<Pattern>> patterns) {
        this.patterns = patterns;
    }

    /** The categories that come with the service. */
    static Categories standard() {
        Map<String, List<Pattern>> all = new LinkedHashMap<>();
        List<Pattern> current = new ArrayList<>();
        for (String line : lines("categories.patterns")) {
            if (line.endsWith(":")) {
                current = all.computeIfAbsent(line.substring(0, line.length() - 1), name -> new ArrayList<>());
            } else {
                current.add(Pattern.of(line));
            }
        }
        return new Categories(all);
    }

    /** The lines of a resource without comments and blank ones. */
    static List<String> lines(String name) {
        try (InputStream in = Categories.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The file " + name + " is missing from the package");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These and more: patterns of a known category are added to it. */
    Categories with(Map<String, List<String>> more) {
        Map<String, List<Pattern>> all = new LinkedHashMap<>(patterns);
        more.forEach((name, texts) -> {
            List<Pattern> together = new ArrayList<>(all.getOrDefault(name, List.of()));
            texts.forEach(text -> together.add(Pattern.of(text)));
            all.put(name, together);
        });
        return new Categories(all);
    }

    /** The category whose patterns say most about a canonical question; {@link #OTHER} when none says anything. */
    String of(String canonical) {
        List<String> words = words(canonical);
        String best = OTHER;
        int most = 0;
        for (Map.Entry<String, List<Pattern>> category : patterns.entrySet()) {
            int sum = 0;
            for (Pattern pattern : category.getValue()) {
                sum += pattern.occursIn(words) ? pattern.weight() : 0;
            }
            if (sum > most) {
                most = sum;
                best = category.getKey();
            }
        }
        return best;
    }

    /** The first words of a question. */
    static List<String> words(String canonical) {
        String beginning = canonical.substring(0, Math.min(canonical.length(), WORDS * LONGEST_WORD));
        return Arrays.stream(beginning.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{N}'-]+"))
                .filter(word -> !word.isEmpty())
                .limit(WORDS)
                .toList();
    }

    /** How many patterns each has. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        patterns.forEach((name, some) -> sizes.put(name, some.size()));
        return sizes;
    }
}
