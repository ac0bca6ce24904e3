package dev.sluice.kit.canonical;

import java.util.List;

/**
 * One rewriting. What its pattern alone tells is tried first, so that a text that it has nothing to do with costs some
 * nanoseconds.
 */
final class Rule {

    private static final String GROUP = "$1";

    private final Step conditions;
    private final Step rest;
    private final boolean isAtStart;
    private final boolean isAtEnd;
    private final Chars first;
    private final Chars last;
    /** What it begins with, as much as there is, a character before it left aside; none when it begins otherwise. */
    private final Chars run;
    /** Of which one has to be there, and where the rule is for the end, to be there. */
    private final String[] words;

    /** What these words are made of. */
    private final Chars[] letters;

    private final Chars[] needs;

    private final boolean isRunToEnd;
    private final boolean isRepeating;
    private final String before;
    private final String after;

    private Rule(List<Part> parts, String replacement) {
        int places = (int) parts.stream().takeWhile(part -> !part.takes()).count();
        var taking = new Part.Row(parts.subList(places, parts.size()));
        this.conditions = Step.along(new Part.Row(parts.subList(0, places)));
        this.rest = Step.along(taking);
        this.isAtStart = parts.getFirst() == Part.Spot.START;
        this.isAtEnd = parts.getLast() == Part.Spot.END;
        this.first = taking.first();
        this.run = run(taking.parts());
        Part tail = isAtEnd ? parts.get(parts.size() - 2) : taking;
        this.last = tail instanceof Part.Run end && end.least() > 0 ? end.chars() : Chars.ALL;
        this.words = tail.words().toArray(String[]::new);
        this.letters = tail.words().stream().map(Chars::of).toArray(Chars[]::new);
        this.needs = taking.needs().toArray(Chars[]::new);
        this.isRunToEnd =
                isAtEnd && taking.parts().size() == 2 && taking.parts().getFirst() instanceof Part.Run;
        int group = replacement.indexOf(GROUP);
        this.isRepeating = group >= 0;
        this.before = isRepeating ? replacement.substring(0, group) : replacement;
        this.after = isRepeating ? replacement.substring(group + GROUP.length()) : "";
    }

    private static Chars run(List<Part> parts) {
        Part head = parts.getFirst();
        boolean isSkipped = head.least() == 0 && parts.size() > 1;
        return (isSkipped ? parts.get(1) : head) instanceof Part.Run run
                        && run.isOpen()
                        && !(isSkipped && head.first().meets(run.chars()))
                ? run.chars()
                : Chars.NONE;
    }

    /**
     * A rule.
     *
     * @param pattern what is looked for, see {@link PatternReader}
     * @param replacement what takes its place; {@code $1} is the group
     */
    static Rule of(String pattern, String replacement) {
        Part part = PatternReader.read(pattern);
        if (part.least() == 0) {
            throw new IllegalArgumentException("nothing at all fits " + pattern);
        }
        return new Rule(part instanceof Part.Row(List<Part> parts) ? parts : List.of(part), replacement);
    }

    /** The text with everything that fits replaced. */
    String on(Line line) {
        String text = line.text();
        if (!isPossible(line)) {
            return text;
        }
        var trail = new Step.Trail();
        int start = find(text, isRunToEnd ? startOfLastRun(text) : 0, trail);
        if (start < 0) {
            return text;
        }
        var out = new StringBuilder(text.length() + after.length());
        int copied = 0;
        for (; start >= 0; start = find(text, copied, trail)) {
            out.append(text, copied, start).append(before);
            if (isRepeating) {
                out.append(trail.group(text)).append(after);
            }
            copied = trail.end();
        }
        return out.append(text, copied, text.length()).toString();
    }

    private int startOfLastRun(String text) {
        int start = text.length() - 1;
        while (start > 0 && run.has(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private boolean isPossible(Line line) {
        String text = line.text();
        if (text.isEmpty()) {
            return false;
        }
        for (Chars need : needs) {
            if (!line.hasSome(need)) {
                return false;
            }
        }
        if (isAtStart && !first.has(text.charAt(0))) {
            return false;
        }
        if (isAtEnd) {
            char end = text.charAt(text.length() - 1);
            return Chars.LINE_END.has(end) || (last.has(end) && hasWord(line));
        }
        return isAtStart || hasWord(line);
    }

    private boolean hasWord(Line line) {
        for (int i = 0; i < words.length; i++) {
            if (line.hasAll(letters[i])
                    && (isAtEnd ? line.text().endsWith(words[i]) : line.text().contains(words[i]))) {
                return true;
            }
        }
        return words.length == 0;
    }

    /**
     * Where the first part that fits begins; -1 when there is none. Each character is looked at a bounded number of
     * times: what a run of characters does not begin, no later part of the same run begins either.
     */
    int find(CharSequence text, int from, Step.Trail trail) {
        for (int at = from; at < text.length(); ) {
            if (!first.has(text.charAt(at)) || conditions.from(text, at, trail) < 0) {
                at++;
            } else if (trail.ends(rest.from(text, at, trail))) {
                return at;
            } else {
                at = Math.max(at + 1, Step.endOfRun(run, text, at));
            }
            if (isAtStart) {
                return -1;
            }
        }
        return -1;
    }
}
