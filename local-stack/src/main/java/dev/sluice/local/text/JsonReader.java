package dev.sluice.local.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recursive-descent reader of RFC 8259 with a bound on nesting. */
final class JsonReader {

    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json document() {
        Json value = value();
        blanks();
        if (at < text.length()) {
            throw broken("something follows the value");
        }
        return value;
    }

    private Json value() {
        blanks();
        if (at >= text.length()) {
            throw broken("a value is missing");
        }
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Str(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Nil());
            default -> number();
        };
    }

    private Json object() {
        Map<String, Json> fields = new LinkedHashMap<>();
        enter();
        if (!next('}')) {
            do {
                blanks();
                String name = string();
                expect(':');
                fields.put(name, value());
            } while (next(','));
            expect('}');
        }
        depth--;
        return new Json.Obj(fields);
    }

    private Json array() {
        List<Json> values = new ArrayList<>();
        enter();
        if (!next(']')) {
            do {
                values.add(value());
            } while (next(','));
            expect(']');
        }
        depth--;
        return new Json.Arr(values);
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw broken("nested more than " + DEEPEST + " levels");
        }
    }

    private String string() {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw broken("a string is missing");
        }
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') {
                throw broken("a control character in a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw broken("a string has no end");
    }

    private char escaped() {
        if (++at >= text.length()) {
            throw broken("a string has no end");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw broken("an unknown escape");
        };
    }

    private char unicode() {
        int end = at + 5;
        if (end > text.length()) {
            throw broken("a string has no end");
        }
        int code = 0;
        while (++at < end) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                throw broken("an unknown escape");
            }
            code = code * 16 + digit;
        }
        at--;
        return (char) code;
    }

    private Json number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String literal = text.substring(from, at);
        if (!literal.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            at = from;
            throw broken("not a value");
        }
        return new Json.Num(literal);
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw broken("not a value");
        }
        at += word.length();
        return value;
    }

    private boolean next(char c) {
        blanks();
        boolean found = at < text.length() && text.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw broken("'" + c + "' is missing");
        }
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException broken(String why) {
        return new IllegalArgumentException("not JSON at character " + at + ": " + why);
    }
}
