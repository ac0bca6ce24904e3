package dev.sluice.optimizer.protect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The protected spans of one text, in order, never overlapping; ends are exclusive. */
public final class Spans {

    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private Kind[] kinds = new Kind[16];
    private int size;

    Spans() {}

    void add(int start, int end, Kind kind) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            kinds = Arrays.copyOf(kinds, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        kinds[size] = kind;
        size++;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Whether a change of {@code [from, to)} would touch a protected character; an empty range touches nothing. */
    public boolean touch(int from, int to) {
        int at = firstEndingAfter(from);
        return at < size && starts[at] < to && from < to;
    }

    /** Whether a span of one of the given kinds lies at least partly in {@code [from, to)}. */
    public boolean hold(int from, int to, Set<Kind> wanted) {
        for (int at = firstEndingAfter(from); at < size && starts[at] < to; at++) {
            if (wanted.contains(kinds[at])) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code [from, to)} is exactly one span of the given kind. */
    public boolean isOne(int from, int to, Kind kind) {
        int at = firstEndingAfter(from);
        return at < size && starts[at] == from && ends[at] == to && kinds[at] == kind;
    }

    /** Calls for each span of the given kinds, in order, with its start and its end. */
    public void each(Set<Kind> wanted, Taker taker) {
        for (int at = 0; at < size; at++) {
            if (wanted.contains(kinds[at])) {
                taker.take(starts[at], ends[at]);
            }
        }
    }

    /** Is told of a span. */
    @FunctionalInterface
    public interface Taker {
        void take(int from, int to);
    }

    /** The end of the span that holds this position, or the position itself when none does. */
    public int skip(int position) {
        int at = firstEndingAfter(position);
        return at < size && starts[at] <= position ? ends[at] : position;
    }

    /** The protected texts of the given kinds, in order. */
    public List<String> texts(String text, Set<Kind> wanted) {
        var found = new ArrayList<String>();
        for (int at = 0; at < size; at++) {
            if (wanted.contains(kinds[at])) {
                found.add(text.substring(starts[at], ends[at]));
            }
        }
        return found;
    }

    private int firstEndingAfter(int position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
