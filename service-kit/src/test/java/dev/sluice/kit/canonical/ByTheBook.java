package dev.sluice.kit.canonical;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the canonical form is, said with nothing but regular expressions and without a thought of speed: the rules of the
 * shipped file, each replaced everywhere, in order, until nothing changes.
 */
final class ByTheBook {

    private record Rewriting(Pattern pattern, String replacement) {}

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern NUMBER_BY_FORM = Pattern.compile("[\\p{No}\\p{Lm}]|[^\\p{No}\\p{Lm}]+");
    private static final Pattern VERBATIM = Pattern.compile(
            "[\\n\\r\\t`\"\u201c\u201d\u00ab\u00bb{}<>\\[\\]\\\\|;=_@#$^~]|://|(?:^|\\s)'[^']*'(?:\\W|$)");

    private final List<Rewriting> rewritings = new ArrayList<>();
    private final Set<String> caseKept;

    ByTheBook() {
        var kept = new ArrayList<String>();
        for (String line : lines()) {
            String[] parts = line.split(": ", 2);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (parts[0].equals("keep-case")) {
                kept.addAll(List.of(parts[1].split(" ")));
            } else {
                String[] rule = parts[1].split(" => ?", 2);
                rewritings.add(new Rewriting(Pattern.compile(rule[0], Pattern.UNICODE_CHARACTER_CLASS), rule[1]));
            }
        }
        this.caseKept = Set.copyOf(kept);
    }

    /** The lines of the shipped file. */
    static List<String> lines() {
        try (var in = ByTheBook.class.getResourceAsStream("/dev/sluice/kit/canonical.rules")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isVerbatim(String text) {
        return text.length() > 400 || VERBATIM.matcher(text).find();
    }

    String of(String text) {
        String now = nfc(text).strip();
        for (int round = 0; round < 16; round++) {
            String next = once(now);
            if (next.equals(now)) {
                return now;
            }
            now = next;
        }
        return nfc(text).strip();
    }

    private String once(String text) {
        String surface = nfc(text).strip();
        if (isVerbatim(surface)) {
            return surface;
        }
        String now = folded(surface);
        if (isVerbatim(now)) {
            return now;
        }
        for (Rewriting rewriting : rewritings) {
            String replaced = rewriting.pattern().matcher(now).replaceAll(rewriting.replacement());
            if (!replaced.equals(now)) {
                now = replaced.isBlank() ? now : replaced.strip();
            }
        }
        return now;
    }

    private String folded(String text) {
        String compatible = NUMBER_BY_FORM
                .matcher(text)
                .replaceAll(part -> java.util.regex.Matcher.quoteReplacement(
                        part.group().matches("[\\p{No}\\p{Lm}]") ? part.group() : nfkc(part.group())));
        String spaced = SPACES.matcher(compatible).replaceAll(" ").strip();
        boolean shouting = spaced.equals(spaced.toUpperCase(Locale.ROOT));
        return nfc(WORD.matcher(spaced)
                .replaceAll(word -> java.util.regex.Matcher.quoteReplacement(
                        isCode(word.group()) || (!shouting && caseKept.contains(word.group()))
                                ? word.group()
                                : word.group().toLowerCase(Locale.ROOT))));
    }

    private static boolean isCode(String word) {
        return word.chars().anyMatch(Character::isUpperCase)
                && word.chars().anyMatch(Character::isLowerCase)
                && word.chars().anyMatch(Character::isDigit);
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
