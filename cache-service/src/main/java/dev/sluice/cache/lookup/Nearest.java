package dev.sluice.cache.lookup;

import dev.sluice.cache.store.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An exact scan for the nearest questions of a scope: every vector is compared, nothing is missed. */
final class Nearest {

    private Nearest() {}

    /**
     * A candidate with its similarity.
     *
     * @param candidate the question
     * @param similarity cosine, -1 to 1
     */
    record Near(Candidate candidate, double similarity) {}

    /** The {@code most} nearest living candidates with at least the given similarity, nearest first. */
    static List<Near> to(float[] vector, List<Candidate> candidates, double floor, int most, Instant now) {
        List<Near> near = new ArrayList<>();
        for (Candidate candidate : candidates) {
            double similarity = dot(vector, candidate.vector());
            if (similarity >= floor && now.isBefore(candidate.expiresAt())) {
                near.add(new Near(candidate, similarity));
            }
        }
        near.sort(Comparator.comparingDouble(Near::similarity).reversed());
        return near.size() <= most ? near : near.subList(0, most);
    }

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
