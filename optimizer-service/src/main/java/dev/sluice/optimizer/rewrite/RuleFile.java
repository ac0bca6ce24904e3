package dev.sluice.optimizer.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads rules. Blocks begin with {@code rule name}, then lines of {@code key value}: family, kind (lossless or lossy),
 * guard, match, write, example ({@code before => after}) and keep. {@code define NAME a|b} names alternatives for
 * {@code {NAME}} in patterns. A blank in a pattern stands for any gap between words on one or two lines.
 */
final class RuleFile {

    private static final String GAP = "(?:[ \\t]{1,3}|\\r?\\n)";

    private final Map<String, String> definitions = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> fields = new HashMap<>();
    private final List<Rule.Example> examples = new ArrayList<>();
    private final List<String> keeps = new ArrayList<>();

    private RuleFile() {}

    /**
     * The rules of a file in its order.
     *
     * @throws IllegalArgumentException naming the rule, when one is incomplete or its pattern has no fixed first word
     */
    static List<Rule> parse(String file) {
        var reader = new RuleFile();
        file.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .forEach(reader::line);
        reader.finish();
        return List.copyOf(reader.rules);
    }

    private void line(String line) {
        int blank = line.indexOf(' ');
        String key = blank < 0 ? line : line.substring(0, blank);
        String value = blank < 0 ? "" : line.substring(blank + 1).strip();
        switch (key) {
            case "define" -> define(value);
            case "rule" -> {
                finish();
                fields.put("rule", value);
            }
            case "example" -> {
                int arrow = value.indexOf("=>");
                examples.add(new Rule.Example(
                        value.substring(0, arrow).strip(),
                        value.substring(arrow + 2).strip()));
            }
            case "keep" -> keeps.add(value);
            default -> fields.put(key, value);
        }
    }

    private void define(String value) {
        int blank = value.indexOf(' ');
        definitions.put(
                value.substring(0, blank), "(?:" + value.substring(blank + 1).strip() + ")");
    }

    private void finish() {
        if (fields.isEmpty()) {
            return;
        }
        String name = field("rule");
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("rule %s has no example".formatted(name));
        }
        String match = expand(field("match"));
        rules.add(new Rule(
                name,
                field("family"),
                field("kind").equals("lossless"),
                Rule.Guard.of(fields.getOrDefault("guard", "anywhere")),
                compile(name, match),
                firstWords(name, match),
                fields.getOrDefault("write", ""),
                List.copyOf(examples),
                List.copyOf(keeps)));
        fields.clear();
        examples.clear();
        keeps.clear();
    }

    private String field(String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException("rule %s has no %s".formatted(fields.get("rule"), key));
        }
        return value;
    }

    private String expand(String pattern) {
        String expanded = pattern;
        for (Map.Entry<String, String> definition : definitions.entrySet()) {
            expanded = expanded.replace("{" + definition.getKey() + "}", definition.getValue());
        }
        return expanded;
    }

    /**
     * The pattern behind a match. Nothing in it may repeat without a bound: then backtracking is bounded too, whatever
     * the prompt.
     */
    private static Pattern compile(String name, String match) {
        if (match.indexOf('*') >= 0 || match.indexOf('+') >= 0) {
            throw new IllegalArgumentException("rule %s repeats without a bound".formatted(name));
        }
        String end = match.endsWith("]") ? "" : "\\b";
        return Pattern.compile("(?i)(?:" + match.replace(" ", GAP).replace("'", "['’]") + ")" + end);
    }

    /** The words a pattern can begin with: its first word, or that of each alternative of the group it begins with. */
    static Set<String> firstWords(String name, String match) {
        Set<String> words = new LinkedHashSet<>();
        for (String alternative : match.startsWith("(") ? alternatives(match) : List.of(match)) {
            int end = 0;
            while (end < alternative.length()
                    && (Character.isLetter(alternative.charAt(end)) || alternative.charAt(end) == '\'')) {
                end++;
            }
            boolean open = end < alternative.length() && "?*{[|".indexOf(alternative.charAt(end)) >= 0;
            if (end == 0 || open) {
                throw new IllegalArgumentException(
                        "rule %s: '%s' has no fixed first word".formatted(name, alternative));
            }
            words.add(alternative.substring(0, end).toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(words);
    }

    /** The alternatives of the group that a pattern begins with; an empty one when the group may be missing. */
    private static List<String> alternatives(String match) {
        var found = new ArrayList<String>();
        int from = match.startsWith("(?:") ? 3 : 1;
        int depth = 1;
        for (int at = from; at < match.length() && depth > 0; at++) {
            char c = match.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && at + 1 < match.length() && "?*{".indexOf(match.charAt(at + 1)) >= 0) {
                return List.of("");
            }
            if (depth == 0 || (depth == 1 && c == '|')) {
                found.add(match.substring(from, at));
                from = at + 1;
            }
        }
        return found;
    }
}
