package dev.sluice.optimizer.compress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer must not lose: numbers, code, list items, names. Found apart from what protects them while cutting, so
 * that a mistake there is found here.
 */
final class Facts {

    private Facts() {}

    /** What is lost between two versions, as a word; nothing when all is there. */
    static Optional<String> lost(String before, String after) {
        if (!numbers(before).equals(numbers(after))) {
            return Optional.of("numbers");
        }
        if (!code(before).equals(code(after))) {
            return Optional.of("code");
        }
        if (items(before) != items(after)) {
            return Optional.of("list-items");
        }
        Set<String> names = names(before);
        names.removeAll(words(after));
        return names.isEmpty() ? Optional.empty() : Optional.of("names");
    }

    private static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                numbers.add(text.substring(at, end));
            }
            at = Math.max(end, at + 1);
        }
        return numbers;
    }

    /** What stands between fences or ticks, as it is. */
    private static List<String> code(String text) {
        List<String> parts = List.of(text.split("`+", -1));
        List<String> code = new ArrayList<>();
        for (int i = 1; i < parts.size(); i += 2) {
            code.add(parts.get(i).strip());
        }
        return code;
    }

    private static long items(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && startsItem(line))
                .count();
    }

    private static boolean startsItem(String line) {
        int digits = 0;
        while (digits < line.length() && Character.isDigit(line.charAt(digits))) {
            digits++;
        }
        boolean numbered = digits > 0 && digits < line.length() && ".)".indexOf(line.charAt(digits)) >= 0;
        return numbered || "-*+•–|".indexOf(line.charAt(0)) >= 0;
    }

    /** Capitalised words within sentences. */
    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        boolean starts = true;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!Character.isLetterOrDigit(c)) {
                starts |= ".!?:\n\"“(*#-".indexOf(c) >= 0;
                at++;
                continue;
            }
            int end = wordEnd(text, at);
            boolean alone = end - at == 1;
            if (!starts && Character.isUpperCase(c) && !alone) {
                names.add(text.substring(at, end));
            }
            starts = false;
            at = end;
        }
        return names;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetterOrDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int end = wordEnd(text, at);
            words.add(text.substring(at, end));
            at = end;
        }
        return words;
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
