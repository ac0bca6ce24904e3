package dev.sluice.bench.cache;

import java.util.Arrays;
import java.util.Comparator;

/** Scores with the truth of each, and what a cut through them costs and brings. */
public final class Curve {

    /** What came of a cut, in percent of all requests. */
    public record Cut(double at, double hits, double error) {}

    private final double[] scores;
    private final boolean[] right;
    private final int requests;

    /**
     * A curve of one best candidate per request that had one.
     *
     * @param requests all requests, those without a candidate too
     */
    public Curve(double[] scores, boolean[] right, int requests) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
        this.scores = new double[scores.length];
        this.right = new boolean[scores.length];
        for (int i = 0; i < order.length; i++) {
            this.scores[i] = scores[order[i]];
            this.right[i] = right[order[i]];
        }
        this.requests = requests;
    }

    /** The lowest cut that keeps the error per request within a share: chosen with hindsight. */
    public Cut within(double share) {
        int wrong = 0;
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            wrong += right[i] ? 0 : 1;
            boolean lastOfItsScore = i + 1 == scores.length || scores[i + 1] < scores[i];
            if (lastOfItsScore && wrong <= share * requests) {
                best = i + 1;
            }
        }
        return cut(best == 0 ? Double.POSITIVE_INFINITY : scores[best - 1]);
    }

    /** What is served at and above a score. */
    public Cut cut(double at) {
        int hits = 0;
        int wrong = 0;
        while (hits < scores.length && scores[hits] >= at) {
            wrong += right[hits] ? 0 : 1;
            hits++;
        }
        return new Cut(at, 100.0 * hits / requests, 100.0 * wrong / requests);
    }

    /** The chance that a right one scores above a wrong one: the area under the receiver's curve. */
    public double auc() {
        double above = 0;
        long rights = 0;
        long wrongs = 0;
        for (int i = 0; i < scores.length; ) {
            int end = i;
            long rightHere = 0;
            while (end < scores.length && scores[end] == scores[i]) {
                rightHere += right[end] ? 1 : 0;
                end++;
            }
            long wrongHere = end - i - rightHere;
            above += wrongHere * (rights + rightHere / 2.0);
            rights += rightHere;
            wrongs += wrongHere;
            i = end;
        }
        return rights == 0 || wrongs == 0 ? Double.NaN : above / ((double) rights * wrongs);
    }
}
