package dev.sluice.gateway.ingress;

/**
 * The change to a body that makes a stream tell its usage: {@code stream_options.include_usage}.
 *
 * @param at what is replaced; empty for an insertion
 * @param text by what
 */
public record UsageWish(Span at, String text) {

    private static final String FLAG = "\"include_usage\"";
    private static final String SET = FLAG + ":true";

    /** For a body without stream options. */
    static UsageWish added(int afterBrace) {
        return new UsageWish(new Span(afterBrace, afterBrace), "\"stream_options\":{" + SET + "},");
    }

    /**
     * For a body whose stream options do not ask for it.
     *
     * @param options where their value stands: an object or null
     */
    static UsageWish in(byte[] body, Span options) {
        if (body[options.start()] != '{') {
            return new UsageWish(options, "{" + SET + "}");
        }
        int flag = find(body, options);
        if (flag < 0) {
            int inside = options.start() + 1;
            boolean empty = body[skipSpace(body, inside)] == '}';
            return new UsageWish(new Span(inside, inside), empty ? SET : SET + ",");
        }
        int value = skipSpace(body, skipSpace(body, flag + FLAG.length()) + 1);
        int end = value;
        while (body[end] >= 'a' && body[end] <= 'z') {
            end++;
        }
        return new UsageWish(new Span(value, end), "true");
    }

    /** The object has been read: the flag is one of its names, and false or null. */
    private static int find(byte[] body, Span in) {
        int last = in.end() - FLAG.length();
        for (int i = in.start(); i <= last; i++) {
            int same = 0;
            while (same < FLAG.length() && body[i + same] == FLAG.charAt(same)) {
                same++;
            }
            if (same == FLAG.length() && body[skipSpace(body, i + same)] == ':') {
                return i;
            }
        }
        return -1;
    }

    private static int skipSpace(byte[] body, int from) {
        int i = from;
        while (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t') {
            i++;
        }
        return i;
    }
}
