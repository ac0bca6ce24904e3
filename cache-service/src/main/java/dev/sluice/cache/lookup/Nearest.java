package dev.sluice.cache.lookup;

/** The cosine of two vectors of length 1. */
final class Nearest {

    private Nearest() {}

    /** Four sums side by side, since one sum of floats cannot be vectorised without changing its result. */
    static double dot(float[] a, float[] b) {
        if (a.length != b.length) {
            return -1;
        }
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 = Math.fma(a[i], b[i], s0);
            s1 = Math.fma(a[i + 1], b[i + 1], s1);
            s2 = Math.fma(a[i + 2], b[i + 2], s2);
            s3 = Math.fma(a[i + 3], b[i + 3], s3);
        }
        for (; i < a.length; i++) {
            s0 = Math.fma(a[i], b[i], s0);
        }
        return (double) s0 + s1 + s2 + s3;
    }
}
