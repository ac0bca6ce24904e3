package dev.sluice.gateway.answer;

import java.nio.charset.StandardCharsets;

/** Reads along a stream of events without changing it: words, usage, and whether it said it is complete. */
public final class SseTap {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Answer answer;
    private final SseScanner scanner;
    private final Reading reading;

    /** Reads one event's data into the answer; false when it cannot. */
    public interface Reading {
        boolean read(byte[] data, int length, Answer into);
    }

    /**
     * A tap.
     *
     * @param maxWords characters of content that are kept
     * @param maxEvent bytes of one event that are looked at; a larger one is passed over
     */
    public SseTap(int maxWords, int maxEvent) {
        this(maxWords, maxEvent, AnswerReader::read);
    }

    /** A tap on a stream of another dialect. */
    public SseTap(int maxWords, int maxEvent, Reading reading) {
        this(new Answer(maxWords), maxEvent, reading);
    }

    private SseTap(Answer answer, int maxEvent, Reading reading) {
        this.answer = answer;
        this.reading = reading;
        this.scanner = new SseScanner(maxEvent, this::event);
    }

    /** One that only finds where events end, in a stream whose answer somebody else reads. */
    public static SseTap beside(Answer answer, int maxEvent) {
        return new SseTap(answer, maxEvent, (data, length, into) -> true);
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
        } else if (!whole) {
            answer.richer = true;
        } else if (!reading.read(data, length, answer)) {
            answer.richer = true;
            answer.garbled = true;
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
