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
import java.util.Locale;
import java.util.Set;

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
                caseKept.addAll(inCapitals(rest.trim().split(" +")));
            } else {
                rules.add(rule(name, rest));
            }
        }
        return new CanonicalRules(rules, caseKept);
    }

    private static List<String> inCapitals(String... words) {
        for (String word : words) {
            if (!word.equals(word.toUpperCase(Locale.ROOT))) {
                throw new IllegalArgumentException("keep-case is for words in capitals, and " + word + " is none");
            }
        }
        return List.of(words);
    }

    private static Rule rule(String name, String rest) {
        int arrow = rest.indexOf(" =>");
        if (arrow < 0) {
            throw new IllegalArgumentException("Rule " + name + " needs 'pattern => replacement'");
        }
        String replacement = rest.substring(arrow + 3);
        try {
            return Rule.of(
                    rest.substring(0, arrow), replacement.startsWith(" ") ? replacement.substring(1) : replacement);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Rule " + name + " cannot be understood: " + e.getMessage(), e);
        }
    }
}
