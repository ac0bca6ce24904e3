package dev.sluice.gateway.answer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the events in a stream of server-sent events, wherever the chunks are cut (WHATWG HTML, 9.2.6). It copies what
 * it needs and holds at most one event, up to a bound; data beyond the bound is left out and the event is marked so.
 */
public final class SseScanner {

    /** Told of each complete event. */
    public interface Listener {

        /**
         * An event.
         *
         * @param name its type; empty if it has none
         * @param data its data lines, joined by line feeds
         * @param length bytes of data that count
         * @param whole false if data was left out
         */
        void event(String name, byte[] data, int length, boolean whole);
    }

    private static final int FIRST = 512;

    private final int bound;
    private final Listener listener;

    private byte[] line = new byte[FIRST];
    private int lineLength;
    private byte[] data = new byte[FIRST];
    private int dataLength;
    private boolean hasData;
    private boolean whole = true;
    private String name = "";
    private boolean afterReturn;
    private boolean afterEvent;
    private boolean atStart = true;

    /**
     * At the beginning of a stream.
     *
     * @param bound bytes of one event that are kept
     */
    public SseScanner(int bound, Listener listener) {
        this.bound = bound;
        this.listener = listener;
    }

    /**
     * Reads on.
     *
     * @return the offset in this chunk after the last event that ended in it; 0 if none did
     */
    public int accept(byte[] chunk) {
        int boundary = 0;
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            byte b = chunk[i];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                from = i + 1;
                if (afterEvent) {
                    boundary = i + 1;
                }
                continue;
            }
            afterReturn = false;
            if (b == '\n' || b == '\r') {
                keep(chunk, from, i);
                from = i + 1;
                afterReturn = b == '\r';
                afterEvent = endOfLine();
                if (afterEvent) {
                    boundary = i + 1;
                }
            }
        }
        keep(chunk, from, chunk.length);
        return boundary;
    }

    private void keep(byte[] chunk, int from, int to) {
        int count = Math.min(to - from, bound - lineLength);
        if (count < to - from) {
            whole = false;
        }
        if (count > 0) {
            if (line.length - lineLength < count) {
                line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + count));
            }
            System.arraycopy(chunk, from, line, lineLength, count);
            lineLength += count;
        }
    }

    /** Whether the line ended an event. */
    private boolean endOfLine() {
        int start = 0;
        if (atStart) {
            atStart = false;
            start = startsWithMark() ? 3 : 0;
        }
        if (lineLength == start) {
            lineLength = 0;
            dispatch();
            return true;
        }
        field(start);
        lineLength = 0;
        return false;
    }

    private boolean startsWithMark() {
        return lineLength >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
    }

    private void field(int start) {
        int colon = start;
        while (colon < lineLength && line[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, lineLength);
        if (value < lineLength && line[value] == ' ') {
            value++;
        }
        if (is("data", start, colon)) {
            append(value);
        } else if (is("event", start, colon)) {
            name = new String(line, value, lineLength - value, StandardCharsets.UTF_8);
        }
    }

    private boolean is(String field, int start, int end) {
        if (end - start != field.length()) {
            return false;
        }
        for (int i = 0; i < field.length(); i++) {
            if (line[start + i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void append(int from) {
        int count = lineLength - from + (hasData ? 1 : 0);
        if (dataLength + count > bound) {
            whole = false;
            return;
        }
        if (data.length - dataLength < count) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, dataLength + count));
        }
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(line, from, data, dataLength, lineLength - from);
        dataLength += lineLength - from;
        hasData = true;
    }

    private void dispatch() {
        if (hasData || !whole) {
            listener.event(name, data, dataLength, whole);
        }
        name = "";
        dataLength = 0;
        hasData = false;
        whole = true;
    }
}
