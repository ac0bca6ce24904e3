package dev.sluice.kit.canonical;

import java.util.List;

/** One step through a text along a pattern, with all that follow. */
@FunctionalInterface
interface Step {

    /** Where the pattern was left; -1 when the text does not fit. */
    int from(CharSequence text, int at, Trail trail);

    /** What is remembered on the way. */
    final class Trail {

        private int opened;
        private int until;
        private int groupStart;
        private int groupEnd;
        private int end;

        /** Whether this is where the text was left that fits, and no -1. */
        boolean ends(int left) {
            end = left;
            return left >= 0;
        }

        /** Where what fits ends. */
        int end() {
            return end;
        }

        /** What the group took. */
        String group(String text) {
            return text.substring(groupStart, groupEnd);
        }
    }

    /** The steps along a pattern, from its end. */
    static Step along(Part part) {
        return along(part, (text, at, trail) -> at);
    }

    private static Step along(Part part, Step next) {
        return switch (part) {
            case Part.Text(String word) -> text(word, next);
            case Part.Run run when run.isOpen() -> run(run.chars(), run.least(), next);
            case Part.Run run -> one(run.chars(), next);
            case Part.Row(List<Part> parts) -> {
                Step step = next;
                for (Part one : parts.reversed()) {
                    step = along(one, step);
                }
                yield step;
            }
            case Part.Choice(List<Part> parts) -> choice(parts, next);
            case Part.Group(Part inner) -> group(inner, next);
            case Part.Spot spot -> spot(spot, next);
            case Part.Ahead(Part inner) -> {
                Step ahead = along(inner);
                yield (text, at, trail) -> ahead.from(text, at, trail) < 0 ? -1 : next.from(text, at, trail);
            }
            case Part.NotBehind(Part inner) -> notBehind(inner, next);
        };
    }

    private static Step text(String word, Step next) {
        int length = word.length();
        return (text, at, trail) -> {
            if (text.length() - at < length) {
                return -1;
            }
            for (int i = 0; i < length; i++) {
                if (text.charAt(at + i) != word.charAt(i)) {
                    return -1;
                }
            }
            return next.from(text, at + length, trail);
        };
    }

    private static Step one(Chars chars, Step next) {
        return (text, at, trail) ->
                at < text.length() && chars.has(text.charAt(at)) ? next.from(text, at + 1, trail) : -1;
    }

    private static Step run(Chars chars, int least, Step next) {
        return (text, at, trail) -> {
            int end = endOfRun(chars, text, at);
            for (; end >= at + least; end--) {
                int left = next.from(text, end, trail);
                if (left >= 0) {
                    return left;
                }
            }
            return -1;
        };
    }

    /** Where the characters of a set end. */
    static int endOfRun(Chars chars, CharSequence text, int at) {
        int end = at;
        while (end < text.length() && chars.has(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Step choice(List<Part> parts, Step next) {
        Step[] ways = parts.stream().map(part -> along(part, next)).toArray(Step[]::new);
        return (text, at, trail) -> {
            for (Step way : ways) {
                int left = way.from(text, at, trail);
                if (left >= 0) {
                    return left;
                }
            }
            return -1;
        };
    }

    private static Step group(Part inner, Step next) {
        Step close = (text, at, trail) -> {
            int start = trail.opened;
            int left = next.from(text, at, trail);
            if (left >= 0) {
                trail.groupStart = start;
                trail.groupEnd = at;
            }
            return left;
        };
        Step through = along(inner, close);
        return (text, at, trail) -> {
            trail.opened = at;
            return through.from(text, at, trail);
        };
    }

    private static Step spot(Part.Spot spot, Step next) {
        return switch (spot) {
            case START -> (text, at, trail) -> at == 0 ? next.from(text, at, trail) : -1;
            case END -> (text, at, trail) -> isEnd(text, at) ? next.from(text, at, trail) : -1;
            case EDGE_OF_WORD ->
                (text, at, trail) -> isWordBefore(text, at) != isWordAfter(text, at) ? next.from(text, at, trail) : -1;
        };
    }

    private static boolean isEnd(CharSequence text, int at) {
        return at == text.length() || (at == text.length() - 1 && Chars.LINE_END.has(text.charAt(at)));
    }

    private static boolean isWordBefore(CharSequence text, int at) {
        return at > 0 && Chars.isWord(Character.codePointBefore(text, at));
    }

    private static boolean isWordAfter(CharSequence text, int at) {
        return at < text.length() && Chars.isWord(Character.codePointAt(text, at));
    }

    private static Step notBehind(Part inner, Step next) {
        int least = inner.least();
        int most = inner.most();
        Step behind = along(inner, (text, at, trail) -> at == trail.until ? at : -1);
        return (text, at, trail) -> {
            trail.until = at;
            for (int start = at - least; start >= Math.max(0, at - most); start--) {
                if (behind.from(text, start, trail) >= 0) {
                    return -1;
                }
            }
            return next.from(text, at, trail);
        };
    }
}
