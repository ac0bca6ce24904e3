package dev.sluice.cache.faq;

import java.util.List;
import java.util.PriorityQueue;

/** The phrasings nearest to a question, and whom they vote for. Every phrasing is compared. */
public final class Neighbours {

    private static final int VOTERS = 30;
    /** How much more a nearer phrasing counts: a vote is exp(60 (cosine - 1)). */
    private static final double SHARPNESS = 60;

    private final List<Phrasing> phrasings;

    Neighbours(List<Phrasing> phrasings) {
        this.phrasings = List.copyOf(phrasings);
    }

    /**
     * A phrasing and how near it is.
     *
     * @param cosine -1 to 1
     */
    public record Near(Phrasing phrasing, double cosine) {}

    /** Up to 30, nearest first. */
    List<Near> of(float[] vector) {
        var nearest = new PriorityQueue<Near>(VOTERS + 1, (a, b) -> Double.compare(a.cosine(), b.cosine()));
        for (Phrasing phrasing : phrasings) {
            double cosine = cosine(vector, phrasing.vector());
            Near last = nearest.peek();
            if (nearest.size() < VOTERS || (last != null && cosine > last.cosine())) {
                nearest.add(new Near(phrasing, cosine));
                if (nearest.size() > VOTERS) {
                    nearest.poll();
                }
            }
        }
        return nearest.stream()
                .sorted((a, b) -> Double.compare(b.cosine(), a.cosine()))
                .toList();
    }

    static float[] odds(List<Near> nearest, int answers) {
        float[] votes = new float[answers];
        float sum = 0;
        for (Near near : nearest) {
            float vote = (float)
                    Math.exp(SHARPNESS * (near.cosine() - nearest.getFirst().cosine()));
            votes[near.phrasing().answer()] += vote;
            sum += vote;
        }
        for (int c = 0; c < votes.length; c++) {
            votes[c] /= sum;
        }
        return votes;
    }

    private static double cosine(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int i = 0; i + 3 < a.length; i += 4) {
            s0 = Math.fma(a[i], b[i], s0);
            s1 = Math.fma(a[i + 1], b[i + 1], s1);
            s2 = Math.fma(a[i + 2], b[i + 2], s2);
            s3 = Math.fma(a[i + 3], b[i + 3], s3);
        }
        return Math.min(1, (double) s0 + s1 + s2 + s3);
    }
}
