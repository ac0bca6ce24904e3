package dev.sluice.optimizer.choice;

import java.util.Arrays;

/**
 * A curve that never falls, given by points; straight between them, level outside.
 *
 * @param from ascending
 * @param to ascending
 */
@SuppressWarnings("ArrayRecordComponent") // numbers that are never compared, and too many to copy
public record Steps(float[] from, float[] to) {

    /** The curve's value. */
    public double at(double x) {
        int found = Arrays.binarySearch(from, (float) x);
        if (found >= 0) {
            return to[found];
        }
        int next = -found - 1;
        if (next == 0) {
            return to[0];
        }
        if (next == from.length) {
            return to[from.length - 1];
        }
        double part = (x - from[next - 1]) / (from[next] - from[next - 1]);
        return to[next - 1] + part * (to[next] - to[next - 1]);
    }
}
