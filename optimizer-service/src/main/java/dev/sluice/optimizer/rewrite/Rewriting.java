package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The rewrite rules of one family: one pass from word to word, trying the rules that begin with the word. */
final class Rewriting implements Strategy {

    /** No rule matches more than this. */
    private static final int WINDOW = 160;

    /** The apostrophe and what may follow it, as in I'd and you'll. */
    private static final int LONGEST_CONTRACTION = 3;

    private final String name;
    private final boolean lossless;
    private final Map<String, List<Rule>> byFirstWord = new HashMap<>();
    private final int longestFirstWord;

    Rewriting(String name, boolean lossless, List<Rule> rules) {
        this.name = name;
        this.lossless = lossless;
        int longest = 0;
        for (Rule rule : rules) {
            for (String word : rule.firstWords()) {
                byFirstWord.computeIfAbsent(word, any -> new ArrayList<>()).add(rule);
                longest = Math.max(longest, word.length());
            }
        }
        this.longestFirstWord = longest;
    }

    /** What a rule found: where it ends, and what it writes; empty to remove. */
    private record Match(int end, String replacement) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean lossless() {
        return lossless;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        var edits = new ArrayList<Edit>();
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetter(text.charAt(at))) {
                at++;
            } else if (Places.startsSentence(text, at)) {
                at = beginning(guarded, at, edits);
            } else {
                int end = Places.wordEnd(text, at);
                Match match = match(guarded, at, end, false);
                if (match != null) {
                    Edit edit = Places.within(text, at, match.end(), match.replacement());
                    edits.add(edit);
                    end = edit.to();
                }
                at = Math.max(end, at + 1);
            }
        }
        return edits;
    }

    /** At the beginning of a sentence removals may follow each other; what stands there in the end gets the capital. */
    private int beginning(Guarded guarded, int from, List<Edit> edits) {
        String text = guarded.text();
        boolean capital = Character.isUpperCase(text.charAt(from));
        int at = from;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            Match match = match(guarded, at, Places.wordEnd(text, at), true);
            if (match == null) {
                break;
            }
            if (!match.replacement().isEmpty()) {
                edits.add(
                        new Edit(from, match.end(), capital ? capitalised(match.replacement()) : match.replacement()));
                return match.end();
            }
            at = Places.afterRemoval(text, match.end());
        }
        if (at == from) {
            return Places.wordEnd(text, from);
        }
        boolean raise = capital
                && at < text.length()
                && Character.isLowerCase(text.charAt(at))
                && !guarded.spans().touch(at, at + 1);
        int start = at == text.length() ? Places.blankBefore(text, from) : from;
        edits.add(
                raise
                        ? new Edit(from, at + 1, String.valueOf(Character.toUpperCase(text.charAt(at))))
                        : new Edit(start, at, ""));
        return raise ? at + 1 : Math.max(at, from + 1);
    }

    private @Nullable Match match(Guarded guarded, int at, int wordEnd, boolean starts) {
        if (wordEnd - at > longestFirstWord + LONGEST_CONTRACTION) {
            return null;
        }
        String text = guarded.text();
        List<Rule> rules = startingWith(
                text.substring(at, wordEnd).toLowerCase(Locale.ROOT).replace('’', '\''));
        String window = text.substring(at, Math.min(text.length(), at + WINDOW));
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(window);
            if (matcher.lookingAt()
                    && Places.fits(rule.guard(), text, at, at + matcher.end(), starts)
                    && !guarded.spans().touch(at, at + matcher.end())) {
                return new Match(at + matcher.end(), replacement(rule, matcher));
            }
        }
        return null;
    }

    private List<Rule> startingWith(String word) {
        List<Rule> rules = byFirstWord.get(word);
        int apostrophe = word.indexOf('\'');
        if (rules == null && apostrophe > 0) {
            rules = byFirstWord.get(word.substring(0, apostrophe));
        }
        return rules == null ? List.of() : rules;
    }

    private static String replacement(Rule rule, Matcher matcher) {
        String written = rule.replacement();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String found = matcher.group(group);
            written = written.replace("$" + group, found == null ? "" : found);
        }
        return written;
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
