package dev.sluice.worker.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of a sentence by value: {@code 1,200}, {@code 1200}, {@code two}, {@code 3 million}, {@code 5 %}. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\p{L}\\d])([€$£]?)(\\d{1,3}(?:[,.\u00a0 ]\\d{3})+(?![\\d])(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?)(\\s?%|\\s+(?:thousand|million|billion|percent|tausend|millionen|milliarden|prozent)\\b)?"
                    + "|(?<!\\p{L})(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)(?!\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("hundred", 100),
            Map.entry("zwei", 2),
            Map.entry("drei", 3),
            Map.entry("vier", 4),
            Map.entry("fünf", 5),
            Map.entry("sechs", 6),
            Map.entry("sieben", 7),
            Map.entry("acht", 8),
            Map.entry("neun", 9),
            Map.entry("zehn", 10),
            Map.entry("elf", 11),
            Map.entry("zwölf", 12));

    private Numbers() {}

    static List<Double> of(String sentence) {
        List<Double> found = new ArrayList<>();
        Matcher numbers = NUMBER.matcher(sentence);
        while (numbers.find()) {
            String word = numbers.group(4);
            found.add(
                    word == null
                            ? value(numbers.group(2), numbers.group(3))
                            : (double) WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), 0));
        }
        return found;
    }

    /** The sentence without its numbers. */
    static String without(String sentence) {
        return NUMBER.matcher(sentence).replaceAll(" ");
    }

    private static double value(String digits, String unit) {
        boolean grouped = digits.matches("\\d{1,3}(?:[,.\u00a0 ]\\d{3})+(?:\\.\\d+)?");
        String plain = grouped
                ? digits.replaceFirst("^(.*?)(\\.\\d{1,2})?$", "$1").replaceAll("\\D", "")
                : digits.replace(',', '.');
        double value = Double.parseDouble(plain);
        return switch (unit == null ? "" : unit.strip().toLowerCase(Locale.ROOT)) {
            case "thousand", "tausend" -> value * 1e3;
            case "million", "millionen" -> value * 1e6;
            case "billion", "milliarden" -> value * 1e9;
            default -> value;
        };
    }
}
