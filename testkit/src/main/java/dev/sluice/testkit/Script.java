package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedUpstream} shall do with a request. Begin with one of the static methods and refine:
 * {@code Script.say("hello").firstTokenAfter(ofMillis(50)).cutAfterChunks(3)}. A script that says nothing else answers
 * 200 in the dialect that was asked.
 *
 * @param status HTTP status; from 400 on the body is an error of the dialect
 * @param headers response headers set on top of the usual ones, names in lower case
 * @param content what is said
 * @param pace when
 * @param ending how far
 * @param gzip whether the body is sent with {@code content-encoding: gzip}
 * @param odd whether JSON and events get unusual but legal white space, unknown fields, comments and line ends
 * @param times how many requests it serves before it is used up
 */
public record Script(
        int status,
        Map<String, String> headers,
        Content content,
        Pace pace,
        Ending ending,
        boolean gzip,
        boolean odd,
        int times) {

    public Script {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + ", must be 200 to 599");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + ", must be at least 1");
        }
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    /**
     * What is said.
     *
     * @param text the assistant's words, or the error's message; null means an echo of the last user message
     * @param words when above 0, the words "w1 w2 ..." up to this number are said, each its own chunk
     * @param raw when not empty, exactly these chunks are sent, whatever was asked
     * @param contentType the content type of raw chunks; null means the usual one
     */
    public record Content(
            @Nullable String text,
            int words,
            List<Bytes> raw,
            @Nullable String contentType) {

        public Content {
            raw = List.copyOf(raw);
        }
    }

    /**
     * When things are sent.
     *
     * @param headersAfter from the whole request to the headers
     * @param firstTokenAfter from the headers to the first chunk
     * @param tokenEvery from one chunk to the next
     */
    public record Pace(Duration headersAfter, Duration firstTokenAfter, Duration tokenEvery) {}

    /**
     * How far the answer gets. A chunk is one write: an event of a stream (the first of which only names the role), or
     * the whole of a plain answer.
     *
     * @param kind what happens at the limit
     * @param chunks chunks written before it happens; no limit when below 0
     * @param bytes body bytes written before it happens (before any gzip); no limit when below 0
     */
    public record Ending(Kind kind, int chunks, long bytes) {

        /** The ways an answer ends. */
        public enum Kind {
            /** All is said. */
            COMPLETE,
            /** The socket is closed in the middle of the body. */
            CUT,
            /** The body ends in order as HTTP sees it, but without the dialect's last events. */
            END_EARLY,
            /** Nothing more comes, the connection stays open. */
            STALL,
            /** The socket is closed before any header. */
            HANG_UP,
            /** Not even headers come, the connection stays open. */
            NEVER_ANSWER
        }
    }

    private static final Script PLAIN = new Script(
            200,
            Map.of(),
            new Content(null, 0, List.of(), null),
            new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO),
            new Ending(Ending.Kind.COMPLETE, -1, -1),
            false,
            false,
            1);

    /** The usual answer: an echo. */
    public static Script echo() {
        return PLAIN;
    }

    /** These words, one chunk each when streamed. */
    public static Script say(String text) {
        return PLAIN.withContent(new Content(text, 0, List.of(), null));
    }

    /** This many words, one chunk each when streamed. */
    public static Script words(int count) {
        return PLAIN.withContent(new Content(null, count, List.of(), null));
    }

    /** An error of the dialect, such as 429 or 500. */
    public static Script error(int status) {
        return PLAIN.status(status);
    }

    /** An error of the dialect with this message. */
    public static Script error(int status, String message) {
        return say(message).status(status);
    }

    /** Exactly these chunks with the content type the dialect would use. */
    public static Script raw(String... chunks) {
        return raw(List.of(chunks).stream().map(Bytes::utf8).toList(), null);
    }

    /** Exactly these chunks. */
    public static Script raw(List<Bytes> chunks, @Nullable String contentType) {
        return PLAIN.withContent(new Content(null, 0, chunks, contentType));
    }

    /** A body that is neither JSON nor an event stream, nor text. */
    public static Script garbage() {
        return raw(
                List.of(
                        Bytes.utf8("data: {\"id\":\"chatcmpl-"),
                        Bytes.of("\u00ff\u00fe\u0000\u0001garbage\u00c3(".getBytes(StandardCharsets.ISO_8859_1)),
                        Bytes.utf8("}}}]] data data: <html>\n\n")),
                null);
    }

    /** Accepts the request and says nothing, not even headers. */
    public static Script neverAnswer() {
        return PLAIN.ending(new Ending(Ending.Kind.NEVER_ANSWER, -1, -1));
    }

    /** Closes the socket before any header. */
    public static Script hangUp() {
        return PLAIN.ending(new Ending(Ending.Kind.HANG_UP, -1, -1));
    }

    /**
     * A script as {@link #toJson()} or a person wrote it.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static Script parse(String json) {
        return ScriptJson.read(json);
    }

    /** As JSON, for the {@code x-script} header. */
    public String toJson() {
        return ScriptJson.write(this);
    }

    /** As a marker to put into a user message, for driving the upstream through a gateway; it is not echoed. */
    public String toMarker() {
        return Scripts.MARKER_START + toJson() + Scripts.MARKER_END;
    }

    /** With this status. */
    public Script status(int value) {
        return new Script(value, headers, content, pace, ending, gzip, odd, times);
    }

    /** With one more response header. */
    public Script header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new Script(status, more, content, pace, ending, gzip, odd, times);
    }

    /** With {@code retry-after} in seconds. */
    public Script retryAfter(int seconds) {
        return header("retry-after", Integer.toString(seconds));
    }

    /** Headers come this much later. */
    public Script headersAfter(Duration value) {
        return pace(new Pace(value, pace.firstTokenAfter(), pace.tokenEvery()));
    }

    /** The first chunk comes this long after the headers. */
    public Script firstTokenAfter(Duration value) {
        return pace(new Pace(pace.headersAfter(), value, pace.tokenEvery()));
    }

    /** Each further chunk comes this long after the one before. */
    public Script tokenEvery(Duration value) {
        return pace(new Pace(pace.headersAfter(), pace.firstTokenAfter(), value));
    }

    /** The socket is closed after this many chunks. */
    public Script cutAfterChunks(int chunks) {
        return ending(new Ending(Ending.Kind.CUT, chunks, -1));
    }

    /** The socket is closed after this many bytes of the body. */
    public Script cutAfterBytes(long bytes) {
        return ending(new Ending(Ending.Kind.CUT, -1, bytes));
    }

    /** The body ends in order after this many chunks, without the terminal events. */
    public Script endAfterChunks(int chunks) {
        return ending(new Ending(Ending.Kind.END_EARLY, chunks, -1));
    }

    /** After this many chunks nothing more comes. */
    public Script stallAfterChunks(int chunks) {
        return ending(new Ending(Ending.Kind.STALL, chunks, -1));
    }

    /** The body is sent as gzip, flushed per chunk, whatever the request accepts. */
    public Script compressed() {
        return new Script(status, headers, content, pace, ending, true, odd, times);
    }

    /** JSON and events in unusual but legal form with unknown fields. */
    public Script oddly() {
        return new Script(status, headers, content, pace, ending, gzip, true, times);
    }

    /** Serves this many requests; only counts for queued scripts. */
    public Script times(int value) {
        return new Script(status, headers, content, pace, ending, gzip, odd, value);
    }

    Script withContent(Content value) {
        return new Script(status, headers, value, pace, ending, gzip, odd, times);
    }

    Script pace(Pace value) {
        return new Script(status, headers, content, value, ending, gzip, odd, times);
    }

    Script ending(Ending value) {
        return new Script(status, headers, content, pace, value, gzip, odd, times);
    }
}
