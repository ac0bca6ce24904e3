package dev.sluice.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of an event stream, up to and with its blank line.
 *
 * @param event the {@code event:} field; null when absent
 * @param id the {@code id:} field; null when absent
 * @param data the {@code data:} lines joined by a newline; null when there was none, as in a heartbeat comment
 * @param comments the block's comment lines without their colon
 * @param raw the block's bytes exactly as they came
 * @param arrivedNanos {@link System#nanoTime()} when its last byte was read
 */
public record SseEvent(
        @Nullable String event,
        @Nullable String id,
        @Nullable String data,
        List<String> comments,
        Bytes raw,
        long arrivedNanos) {

    /** Whether the block only says that somebody is still there. */
    public boolean isComment() {
        return data == null && event == null && id == null;
    }

    /** Whether this is OpenAI's end marker, {@code data: [DONE]}. */
    public boolean isDone() {
        return data != null && data.equals("[DONE]");
    }

    /** The bytes as text. */
    public String text() {
        return raw.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
