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
                return mark(at, withWhatItOpens(at, end), Kind.CODE);
            }
        }
        int end = delimitedEnd(at);
        return switch (text.charAt(at)) {
            case '`' -> end > at ? mark(at, end, Kind.CODE) : quotes.run(at);
            case '{', '[' -> mark(at, end, Kind.BRACKETED);
            case '<' -> mark(at, end, Kind.TAG);
            case '"', '\'', '“', '„', '«', '‘', '「', '『' -> mark(at, end, Kind.QUOTE);
            case '$' -> end > at ? mark(at, end, Kind.BRACKETED) : word(at);
            default -> word(at);
        };
    }

    /** The end of what a delimiter opens here; the position when there is no delimiter or nothing closes it. */
    private int delimitedEnd(int at) {
        return switch (text.charAt(at)) {
            case '`' -> quotes.code(at);
            case '{', '[' -> brackets.end(at);
            case '$' ->
                at + 1 < text.length() && text.charAt(at + 1) == '{' && brackets.end(at + 1) > at + 1
                        ? brackets.end(at + 1)
                        : at;
            case '<' -> tags.end(at);
            case '"', '\'', '“', '„', '«', '‘', '「', '『' -> quotes.end(at);
            default -> at;
        };
    }

    /** A line of code may open JSON, a fence or a quotation that ends on a later line: that belongs to it. */
    private int withWhatItOpens(int from, int lineEnd) {
        int end = lineEnd;
        int at = from;
        while (at < end) {
            int closes = delimitedEnd(at);
            end = Math.max(end, closes);
            at = closes > at ? closes : text.charAt(at) == '`' ? quotes.run(at) : at + 1;
        }
        return end;
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
