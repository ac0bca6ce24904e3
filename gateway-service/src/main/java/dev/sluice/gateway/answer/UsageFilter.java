package dev.sluice.gateway.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Takes the one chunk of a stream away that holds nothing but the usage, for a client that has not asked for it; every
 * other byte stays as it came. That chunk follows the end of the words, so nothing is looked at before.
 */
public final class UsageFilter implements UnaryOperator<byte[]> {

    private static final int LARGEST = 64 * 1024;

    private final Answer answer;
    private final SseScanner scanner = new SseScanner(LARGEST, this::event);
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean usageOnly;
    private boolean droppedToReturn;

    /**
     * A filter.
     *
     * @param answer what was read so far, the chunk at hand included
     */
    public UsageFilter(Answer answer) {
        this.answer = answer;
    }

    @Override
    public byte[] apply(byte[] chunk) {
        if (answer.finish() == null) {
            return chunk;
        }
        var out = new ByteArrayOutputStream(chunk.length + held.size());
        int first = droppedToReturn && chunk.length > 0 && chunk[0] == '\n' ? 1 : 0;
        droppedToReturn &= chunk.length == 0;
        for (int from = first; from < chunk.length; ) {
            int to = endOfLine(chunk, from);
            byte[] line = Arrays.copyOfRange(chunk, from, to);
            held.writeBytes(line);
            usageOnly = false;
            if (scanner.accept(line) == line.length) {
                if (!usageOnly) {
                    out.writeBytes(held.toByteArray());
                }
                // The line feed of the same line end may come with the next chunk.
                droppedToReturn = usageOnly && line[line.length - 1] == '\r';
                held.reset();
            } else if (held.size() > LARGEST) {
                out.writeBytes(held.toByteArray());
                held.reset();
            }
            from = to;
        }
        return out.toByteArray();
    }

    /** Behind the next line feed, or the end of the chunk. */
    private static int endOfLine(byte[] chunk, int from) {
        int i = from;
        while (i < chunk.length && chunk[i] != '\n') {
            i++;
        }
        return Math.min(chunk.length, i + 1);
    }

    private void event(String name, byte[] data, int length, boolean whole) {
        JsonNode chunk = whole ? Json.read(data, 0, length) : Json.object();
        usageOnly = chunk.path("usage").isObject()
                && chunk.path("choices").isArray()
                && chunk.path("choices").isEmpty();
    }
}
