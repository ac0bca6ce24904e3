package dev.sluice.bench.cache.train;

import dev.sluice.cache.score.Feature;
import java.util.Arrays;
import java.util.List;

/** Values of features cut into at most 64 bins of about the same number of examples each. */
final class Bins {

    static final int MOST = 64;

    private final float[][] edges;
    private final byte[][] bins;

    private Bins(float[][] edges, byte[][] bins) {
        this.edges = edges;
        this.bins = bins;
    }

    static Bins of(List<Example> examples) {
        int features = Feature.all().size();
        float[][] edges = new float[features][];
        byte[][] bins = new byte[features][examples.size()];
        for (int feature = 0; feature < features; feature++) {
            int column = feature;
            float[] values = new float[examples.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = examples.get(i).values()[column];
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            edges[feature] = edges(sorted);
            for (int i = 0; i < values.length; i++) {
                bins[feature][i] = bin(edges[feature], values[i]);
            }
        }
        return new Bins(edges, bins);
    }

    /** The upper ends of all bins but the last, rounded to what a file holds. */
    private static float[] edges(float[] sorted) {
        float[] edges = new float[MOST - 1];
        int size = 0;
        for (int i = 1; i < MOST; i++) {
            int at = (int) ((long) i * sorted.length / MOST);
            float low = sorted[Math.max(0, at - 1)];
            float high = next(sorted, low);
            if (high > low) {
                float edge = Math.round((low + high) / 2 * 1e5f) / 1e5f;
                if (edge >= low && edge < high && (size == 0 || edge > edges[size - 1])) {
                    edges[size++] = edge;
                }
            }
        }
        return Arrays.copyOf(edges, size);
    }

    private static float next(float[] sorted, float value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] > value) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from == sorted.length ? value : sorted[from];
    }

    private static byte bin(float[] edges, float value) {
        int bin = 0;
        while (bin < edges.length && value > edges[bin]) {
            bin++;
        }
        return (byte) bin;
    }

    int count(int feature) {
        return edges[feature].length + 1;
    }

    int of(int feature, int row) {
        return bins[feature][row];
    }

    byte[] column(int feature) {
        return bins[feature];
    }

    float edge(int feature, int bin) {
        return edges[feature][bin];
    }
}
