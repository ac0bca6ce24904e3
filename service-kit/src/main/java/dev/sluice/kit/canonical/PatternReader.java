package dev.sluice.kit.canonical;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a rule looks for: the part of regular expressions that questions need. Characters, sets of them, {@code .},
 * {@code \s}, {@code \b}, {@code ^}, {@code $}, choices, one group, {@code (?=...)}, {@code (?<!...)}, {@code ?} after
 * anything, and {@code *}, {@code +} and <code>{2,}</code> after single characters and sets. Anything else is refused.
 */
final class PatternReader {

    private static final String ESCAPED = "\\^$.|?*+()[]{}-";

    private final String pattern;
    private int at;
    private int groups;

    private PatternReader(String pattern) {
        this.pattern = pattern;
    }

    /** The parts of a pattern. An {@link IllegalArgumentException} that says where it cannot be understood. */
    static Part read(String pattern) {
        var reader = new PatternReader(pattern);
        Part part = reader.choice();
        if (reader.at < pattern.length()) {
            throw reader.odd("a bracket too many");
        }
        return part;
    }

    private IllegalArgumentException odd(String what) {
        return new IllegalArgumentException("%s at character %d of %s".formatted(what, at + 1, pattern));
    }

    private boolean accept(String text) {
        boolean there = pattern.startsWith(text, at);
        at += there ? text.length() : 0;
        return there;
    }

    private char next() {
        if (at == pattern.length()) {
            throw odd("an end");
        }
        return pattern.charAt(at++);
    }

    private Part choice() {
        List<Part> parts = new ArrayList<>(List.of(row()));
        while (accept("|")) {
            parts.add(row());
        }
        return parts.size() == 1 ? parts.getFirst() : new Part.Choice(List.copyOf(parts));
    }

    private Part row() {
        List<Part> parts = new ArrayList<>();
        var text = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            Part part = counted(atom());
            if (part instanceof Part.Text(String more)) {
                text.append(more);
                continue;
            }
            flush(text, parts);
            parts.add(part);
        }
        flush(text, parts);
        return parts.size() == 1 ? parts.getFirst() : new Part.Row(List.copyOf(parts));
    }

    private static void flush(StringBuilder text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text.toString()));
            text.setLength(0);
        }
    }

    private Part counted(Part part) {
        if (accept("?")) {
            return new Part.Choice(List.of(part, new Part.Text("")));
        }
        if (accept("*")) {
            return new Part.Run(chars(part), 0, true);
        }
        if (accept("+")) {
            return new Part.Run(chars(part), 1, true);
        }
        if (accept("{")) {
            int least = Character.digit(next(), 10);
            if (least < 0 || !accept(",}")) {
                throw odd("an unknown number of times");
            }
            return new Part.Run(chars(part), least, true);
        }
        return part;
    }

    private Chars chars(Part part) {
        return switch (part) {
            case Part.Text(String text) when text.length() == 1 -> Chars.of(text);
            case Part.Run run when !run.isOpen() -> run.chars();
            default -> throw odd("a repetition of more than one character");
        };
    }

    private Part atom() {
        if (accept("(?:")) {
            return closed(choice());
        }
        if (accept("(?=")) {
            return new Part.Ahead(closed(choice()));
        }
        if (accept("(?<!")) {
            return new Part.NotBehind(closed(choice()));
        }
        if (accept("(")) {
            if (++groups > 1 || pattern.startsWith("?", at)) {
                throw odd("a second or unknown group");
            }
            return new Part.Group(closed(choice()));
        }
        char c = next();
        return switch (c) {
            case '[' -> set();
            case '.' -> new Part.Run(Chars.IN_LINE, 1, false);
            case '^' -> Part.Spot.START;
            case '$' -> Part.Spot.END;
            case '\\' -> escaped(next());
            case '?', '*', '+', '{', '}', ']' -> throw odd("a stray " + c);
            default -> new Part.Text(Character.toString(c));
        };
    }

    private Part closed(Part part) {
        if (!accept(")")) {
            throw odd("a missing bracket");
        }
        return part;
    }

    private Part escaped(char c) {
        return switch (c) {
            case 's' -> new Part.Run(Chars.SPACE, 1, false);
            case 'b' -> Part.Spot.EDGE_OF_WORD;
            default -> {
                if (ESCAPED.indexOf(c) < 0) {
                    throw odd("an unknown \\" + c);
                }
                yield new Part.Text(Character.toString(c));
            }
        };
    }

    private Part set() {
        var members = new StringBuilder();
        char c = next();
        while (c != ']') {
            if (c == '[' || c == '\\' || c == '^' || c == '&') {
                throw odd("in a set an unknown " + c);
            }
            if (pattern.startsWith("-", at) && !pattern.startsWith("-]", at)) {
                at++;
                char last = next();
                for (char member = c; member <= last; member++) {
                    members.append(member);
                }
            } else {
                members.append(c);
            }
            c = next();
        }
        return new Part.Run(Chars.of(members.toString()), 1, false);
    }
}
