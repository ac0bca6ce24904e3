package dev.sluice.cache.index;

/**
 * A vector in a quarter of its size: its numbers as integers of -127 to 127 and the length of one step. The inner
 * product of two codes is off by about 0.0007 for vectors of length 1 and 384 numbers.
 *
 * @param steps the numbers, in steps
 * @param step the length of one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody, copied too dearly
record Code(byte[] steps, float step) {

    private static final int MOST_STEPS = 127;

    static Code of(float[] vector) {
        float largest = 0;
        for (float v : vector) {
            largest = Math.max(largest, Math.abs(v));
        }
        byte[] steps = new byte[vector.length];
        if (largest == 0) {
            return new Code(steps, 0);
        }
        float perUnit = MOST_STEPS / largest;
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (byte) Math.round(vector[i] * perUnit);
        }
        return new Code(steps, largest / MOST_STEPS);
    }

    /** The inner product with another code; 0 when they are of different length. */
    float times(Code other) {
        if (steps.length != other.steps.length) {
            return 0;
        }
        return Products.BEST.of(steps, other.steps) * step * other.step;
    }

    /** The inner product with the very vector, which is exacter. */
    double times(float[] vector) {
        if (steps.length != vector.length) {
            return 0;
        }
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < vector.length; i += 4) {
            s0 = Math.fma(vector[i], steps[i], s0);
            s1 = Math.fma(vector[i + 1], steps[i + 1], s1);
            s2 = Math.fma(vector[i + 2], steps[i + 2], s2);
            s3 = Math.fma(vector[i + 3], steps[i + 3], s3);
        }
        for (; i < vector.length; i++) {
            s0 = Math.fma(vector[i], steps[i], s0);
        }
        return ((double) s0 + s1 + s2 + s3) * step;
    }
}
