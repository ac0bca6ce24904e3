package dev.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into the blocks of an event stream, however they are split on arrival. Follows the "event stream
 * interpretation" of the HTML standard: lines end in CR, LF or CRLF, a blank line ends a block. Unlike a browser it also
 * returns blocks without data, and keeps every byte. Not thread-safe.
 */
public final class SseParser {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final List<String> comments = new ArrayList<>();
    private @Nullable String event;
    private @Nullable String id;
    private @Nullable StringBuilder data;
    private boolean afterCr;
    private boolean blockEndedByCr;
    private boolean anyLine;

    /** Takes the next bytes; returns the blocks they complete. */
    public List<SseEvent> feed(byte[] bytes, int offset, int length, long nowNanos) {
        List<SseEvent> done = new ArrayList<>();
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (blockEndedByCr) {
                // The LF of a CRLF belongs to the block its CR ended.
                blockEndedByCr = false;
                if (b == '\n') {
                    block.write(b);
                    afterCr = false;
                    done.add(finish(nowNanos));
                    continue;
                }
                done.add(finish(nowNanos));
            }
            block.write(b);
            if (b == '\n' && afterCr) {
                afterCr = false;
            } else if (b == '\n' || b == '\r') {
                afterCr = b == '\r';
                if (endLine()) {
                    if (afterCr) {
                        blockEndedByCr = true;
                    } else {
                        done.add(finish(nowNanos));
                    }
                }
            } else {
                afterCr = false;
                line.write(b);
            }
        }
        return done;
    }

    /** Bytes of a block that has not ended: what a cut stream leaves behind. */
    public Bytes unfinished() {
        return Bytes.of(block.toByteArray());
    }

    /** At the end of input: the block ended by a lone CR, which might have been followed by LF until now. */
    public List<SseEvent> end(long nowNanos) {
        if (!blockEndedByCr) {
            return List.of();
        }
        blockEndedByCr = false;
        return List.of(finish(nowNanos));
    }

    /** True when the line was blank and so ends a block that has lines. */
    private boolean endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            return anyLine;
        }
        anyLine = true;
        int colon = text.indexOf(':');
        if (colon == 0) {
            comments.add(text.substring(1));
            return false;
        }
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        set(field, value.startsWith(" ") ? value.substring(1) : value);
        return false;
    }

    private void set(String field, String value) {
        switch (field) {
            case "event" -> event = value;
            case "id" -> id = value;
            case "data" ->
                data = data == null
                        ? new StringBuilder(value)
                        : data.append('\n').append(value);
            default -> {
                // Unknown fields are ignored, says the standard.
            }
        }
    }

    private SseEvent finish(long nowNanos) {
        var done = new SseEvent(
                event,
                id,
                data == null ? null : data.toString(),
                List.copyOf(comments),
                Bytes.of(block.toByteArray()),
                nowNanos);
        event = null;
        id = null;
        data = null;
        comments.clear();
        block.reset();
        anyLine = false;
        return done;
    }
}
