package dev.sluice.cache.tally;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The ranges of similarity that are counted, closer together where it matters. */
final class Bars {

    private static final int[] BOUNDS = {50, 60, 70, 75, 80, 85, 88, 90, 92, 94, 96, 98, 100};
    static final int COUNT = BOUNDS.length - 1;

    private Bars() {}

    /** The range of a similarity; negative if it is in none. */
    static int of(double similarity) {
        for (int i = 0; i < COUNT; i++) {
            boolean last = i == COUNT - 1;
            if (similarity * 100 >= BOUNDS[i] && (last || similarity * 100 < BOUNDS[i + 1])) {
                return i;
            }
        }
        return -1;
    }

    static String name(int bar) {
        return String.format(Locale.ROOT, "bar %.2f-%.2f", BOUNDS[bar] / 100.0, BOUNDS[bar + 1] / 100.0);
    }

    /** All ranges with their counts, such as {@code 0.88-0.90}. */
    static Map<String, Long> counts(Map<String, Double> numbers) {
        Map<String, Long> bars = new LinkedHashMap<>();
        for (int i = 0; i < COUNT; i++) {
            bars.put(
                    name(i).substring("bar ".length()),
                    numbers.getOrDefault(name(i), 0.0).longValue());
        }
        return bars;
    }
}
