package dev.sluice.optimizer.protect;

import java.util.Arrays;

/**
 * Where braces and brackets close. Found in one pass for the whole text; inside them double-quoted strings are skipped,
 * so that a brace in a JSON string does not count.
 */
final class Brackets {

    private static final int NONE = -1;

    private final String text;
    private final int[] closers;

    Brackets(String text) {
        this.text = text;
        boolean any = text.indexOf('{') >= 0 || text.indexOf('[') >= 0;
        this.closers = any ? match(text) : new int[0];
    }

    /**
     * The end of what opens here. Something that begins like JSON and never closes is protected to the end of the text:
     * it was cut. Any other opener without its closer protects nothing.
     */
    int end(int open) {
        int closer = closers[open];
        if (closer != NONE) {
            return closer + 1;
        }
        return looksLikeJson(open) ? text.length() : open;
    }

    private boolean looksLikeJson(int open) {
        int at = open + 1;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return c == '"' || (c == '{' && text.charAt(open) == '[');
    }

    private static int[] match(String text) {
        int[] closers = new int[text.length()];
        Arrays.fill(closers, NONE);
        var braces = new Stack();
        var brackets = new Stack();
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '{' -> braces.push(at);
                case '[' -> brackets.push(at);
                case '}' -> braces.pop(closers, at);
                case ']' -> brackets.pop(closers, at);
                case '"' -> {
                    if (braces.size > 0 || brackets.size > 0) {
                        at = stringEnd(text, at);
                    }
                }
                default -> {}
            }
        }
        return closers;
    }

    /** The closing quote on the same line, or the opening one when there is none: then it was no string. */
    private static int stringEnd(String text, int open) {
        for (int at = open + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                return open;
            }
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return at;
            }
        }
        return open;
    }

    /** Open positions of one kind. */
    private static final class Stack {
        private int[] open = new int[16];
        private int size;

        void push(int at) {
            if (size == open.length) {
                open = Arrays.copyOf(open, size * 2);
            }
            open[size++] = at;
        }

        void pop(int[] closers, int at) {
            if (size > 0) {
                closers[open[--size]] = at;
            }
        }
    }
}
