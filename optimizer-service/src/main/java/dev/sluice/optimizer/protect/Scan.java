package dev.sluice.optimizer.protect;

/** One pass over a text, asking at each position which kind of span begins there. */
final class Scan {

    private final String text;
    private final Lines lines;
    private final Brackets brackets;
    private final Quotes quotes;
    private final Tags tags;
    private final Words words;
    private final Spans spans = new Spans();

    Scan(String text) {
        this.text = text;
        this.lines = new Lines(text);
        this.brackets = new Brackets(text);
        this.quotes = new Quotes(text);
        this.tags = new Tags(text);
        this.words = new Words(text);
    }

    Spans spans() {
        int payload = Payload.start(text);
        int at = 0;
        while (at < payload) {
            int next = step(at);
            at = next > at ? next : at + 1;
        }
        if (at < text.length() && payload < text.length()) {
            spans.add(at, text.length(), Kind.PAYLOAD);
        }
        return spans;
    }

    private int step(int at) {
        if (Lines.isStart(text, at)) {
            int end = lines.end(at);
            if (end > at) {
                return mark(at, end, Kind.CODE);
            }
        }
        return switch (text.charAt(at)) {
            case '`' -> quotes.code(at) > at ? mark(at, quotes.code(at), Kind.CODE) : quotes.run(at);
            case '{', '[' -> mark(at, brackets.end(at), Kind.BRACKETED);
            case '$' -> at + 1 < text.length() && text.charAt(at + 1) == '{' ? dollar(at) : word(at);
            case '<' -> mark(at, tags.end(at), Kind.TAG);
            case '"', '\'', '“', '„', '«', '‘', '「', '『' -> mark(at, quotes.end(at), Kind.QUOTE);
            default -> word(at);
        };
    }

    private int dollar(int at) {
        int end = brackets.end(at + 1);
        return end > at + 1 ? mark(at, end, Kind.BRACKETED) : at + 1;
    }

    private int word(int at) {
        if (!words.startsAt(at)) {
            return at + 1;
        }
        Words.Word word = words.at(at);
        return word.kind() == null ? word.end() : mark(at, word.end(), word.kind());
    }

    private int mark(int from, int to, Kind kind) {
        if (to > from) {
            spans.add(from, to, kind);
        }
        return to;
    }
}
