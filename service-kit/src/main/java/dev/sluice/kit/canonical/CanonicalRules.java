package dev.sluice.kit.canonical;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewriting rules read from a resource: one {@code name: pattern => replacement} a line, applied in order until nothing
 * changes, and {@code keep-case: WORD WORD} for abbreviations that would be another word in small letters.
 *
 * @param rules in the order of the file
 * @param caseKept words that keep their capitals in a text that also has small letters
 */
record CanonicalRules(List<Rule> rules, Set<String> caseKept) {

    private static final String RESOURCE = "/dev/sluice/kit/canonical.rules";

    CanonicalRules {
        rules = List.copyOf(rules);
        caseKept = Set.copyOf(caseKept);
    }

    /**
     * One rewriting.
     *
     * @param name for explaining
     * @param pattern what is looked for
     * @param plain the same for text that is all ASCII, where it finds the same in a fraction of the time
     * @param needsApostrophe whether text without one need not be looked at
     * @param word a word without which nothing is found; empty when there is none such
     * @param endings ends of ASCII text without which nothing is found in it; none when any will do
     * @param beyondAscii whether nothing is found in ASCII text
     * @param atStart whether only the beginning need be looked at
     * @param replacement what takes its place; {@code $1} is the first group
     */
    record Rule(
            String name,
            Pattern pattern,
            Pattern plain,
            boolean needsApostrophe,
            String word,
            List<String> endings,
            boolean beyondAscii,
            boolean atStart,
            String replacement) {

        private static final Pattern ENDS_IN_CONTRACTION = Pattern.compile(".*'[a-z]+\\\\b");

        private static final Pattern ONE_WORD = Pattern.compile("\\\\b([a-z]+)\\\\b");
        private static final Pattern ENDS_IN_WORDS = Pattern.compile(".*\\(\\?:([a-z |]+)\\)\\$");
        private static final Pattern BEYOND_ASCII = Pattern.compile("\\[[^\\x00-\\x7f]+]");

        /** A rule with what can be told from its pattern. */
        static Rule of(String name, String pattern, String replacement) {
            return new Rule(
                    name,
                    Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS),
                    Pattern.compile(pattern),
                    ENDS_IN_CONTRACTION.matcher(pattern).matches() && !isChoice(pattern),
                    first(ONE_WORD, pattern),
                    isChoice(pattern) || first(ENDS_IN_WORDS, pattern).isEmpty()
                            ? List.of()
                            : List.of(first(ENDS_IN_WORDS, pattern).split("\\|")),
                    BEYOND_ASCII.matcher(pattern).matches(),
                    pattern.startsWith("^") && !isChoice(pattern),
                    replacement);
        }

        private static String first(Pattern shape, String pattern) {
            Matcher matcher = shape.matcher(pattern);
            return matcher.matches() ? matcher.group(1) : "";
        }

        /** Whether the pattern as a whole may be one thing or another. */
        private static boolean isChoice(String pattern) {
            int depth = 0;
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (c == '|' && depth <= 0) {
                    return true;
                }
            }
            return false;
        }

        private boolean endsRight(String text) {
            if (endings.isEmpty()) {
                return true;
            }
            for (String ending : endings) {
                if (text.endsWith(ending)) {
                    return true;
                }
            }
            return false;
        }

        /** The text with every match replaced. */
        String on(String text, boolean ascii, boolean apostrophe) {
            if ((needsApostrophe && !apostrophe)
                    || !text.contains(word)
                    || (ascii && (beyondAscii || !endsRight(text)))) {
                return text;
            }
            Matcher matcher = (ascii ? plain : pattern).matcher(text);
            boolean found = atStart ? matcher.lookingAt() : matcher.find();
            return found ? matcher.replaceAll(replacement) : text;
        }
    }

    boolean keepsCase(String word) {
        return caseKept.contains(word);
    }

    static CanonicalRules shipped() {
        try (InputStream in = CanonicalRules.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing from the package");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CanonicalRules parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        Set<String> caseKept = new LinkedHashSet<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException("A rule needs a name and a colon: " + line);
            }
            String name = line.substring(0, colon);
            String rest = line.substring(colon + 2);
            if (name.equals("keep-case")) {
                caseKept.addAll(List.of(rest.trim().split(" +")));
            } else {
                rules.add(rule(name, rest));
            }
        }
        return new CanonicalRules(rules, caseKept);
    }

    private static Rule rule(String name, String rest) {
        int arrow = rest.indexOf(" =>");
        if (arrow < 0) {
            throw new IllegalArgumentException("Rule " + name + " needs 'pattern => replacement'");
        }
        String replacement = rest.substring(arrow + 3);
        return Rule.of(
                name, rest.substring(0, arrow), replacement.startsWith(" ") ? replacement.substring(1) : replacement);
    }
}
