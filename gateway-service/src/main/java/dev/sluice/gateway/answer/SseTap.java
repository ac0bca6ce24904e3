package dev.sluice.gateway.answer;

import java.nio.charset.StandardCharsets;

/** Reads along a stream of OpenAI chunks without changing it: words, usage, and whether it said it is complete. */
public final class SseTap {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Answer answer;
    private final SseScanner scanner;

    /**
     * A tap.
     *
     * @param maxWords characters of content that are kept
     * @param maxEvent bytes of one event that are looked at; a larger one is passed over
     */
    public SseTap(int maxWords, int maxEvent) {
        this.answer = new Answer(maxWords);
        this.scanner = new SseScanner(maxEvent, this::event);
    }

    /**
     * Reads on.
     *
     * @return the offset in this chunk after the last event that ended in it; 0 if none did
     */
    public int accept(byte[] chunk) {
        return scanner.accept(chunk);
    }

    /** What was read so far. */
    public Answer answer() {
        return answer;
    }

    private void event(String name, byte[] data, int length, boolean whole) {
        if (isDone(data, length)) {
            answer.terminal = true;
        } else if (!whole || !AnswerReader.read(data, length, answer)) {
            answer.richer = true;
        }
    }

    private static boolean isDone(byte[] data, int length) {
        int end = length;
        while (end > 0 && data[end - 1] == ' ') {
            end--;
        }
        if (end != DONE.length) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (data[i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }
}
