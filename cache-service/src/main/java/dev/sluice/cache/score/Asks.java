package dev.sluice.cache.score;

import java.util.List;
import java.util.Set;

/** What kind of answer a question wants. */
enum Asks {
    WHO,
    WHEN,
    WHERE,
    WHY,
    HOW_MUCH,
    HOW_LONG,
    HOW,
    WHAT,
    YES_NO,
    OTHER;

    private static final int REACH = 6;

    private static final Set<String> AUXILIARIES = Set.of(
            "is", "are", "am", "was", "were", "do", "does", "did", "has", "have", "had", "will", "would", "can",
            "could", "should", "may", "might", "must", "isn't", "aren't", "don't", "doesn't", "can't", "won't");

    private static final Set<String> MEASURED =
            Set.of("long", "often", "soon", "old", "far", "big", "tall", "high", "deep", "fast", "large", "wide");

    private static final Set<String> WAYS = Set.of("way", "ways", "process", "steps", "procedure", "method", "methods");

    /** Whether the answer to this kind is of no use to another one: a person is no place, a place no time. */
    boolean isNarrow() {
        return switch (this) {
            case WHO, WHEN, WHERE, WHY, HOW_MUCH, HOW_LONG -> true;
            case HOW, WHAT, YES_NO, OTHER -> false;
        };
    }

    /** The kind of a question given by its words in small letters. */
    static Asks of(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "who", "whom", "whose" -> {
                    return WHO;
                }
                case "why" -> {
                    return WHY;
                }
                case "when" -> {
                    return i == 0 ? WHEN : OTHER;
                }
                case "where" -> {
                    return i == 0 ? WHERE : OTHER;
                }
                case "how" -> {
                    return how(i + 1 < words.size() ? words.get(i + 1) : "");
                }
                case "what", "what's", "whats", "which" -> {
                    return what(words.subList(i + 1, Math.min(words.size(), i + REACH)));
                }
                default -> {
                    if (i == 0 && AUXILIARIES.contains(words.get(i))) {
                        return YES_NO;
                    }
                }
            }
        }
        return OTHER;
    }

    private static Asks how(String next) {
        if (next.equals("much") || next.equals("many")) {
            return HOW_MUCH;
        }
        if (next.equals("come")) {
            return WHY;
        }
        return MEASURED.contains(next) ? HOW_LONG : HOW;
    }

    private static Asks what(List<String> next) {
        String first = next.isEmpty() ? "" : next.getFirst();
        return switch (first) {
            case "time", "date", "day", "year", "month" -> WHEN;
            case "city", "country", "place" -> WHERE;
            default -> {
                if (next.contains("reason") || next.contains("reasons")) {
                    yield WHY;
                }
                yield next.stream().anyMatch(WAYS::contains) ? HOW : WHAT;
            }
        };
    }
}
