package dev.sluice.bench.cache.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a tree that grows: a leaf until it is split. */
final class Branch {

    final int[] rows;
    final double least;
    final double most;
    final double value;
    private int feature;
    private int bin;
    private @Nullable Branch left;
    private @Nullable Branch right;

    /** With the bounds that constraints further up set to its value. */
    Branch(int[] rows, double value, double least, double most) {
        this.rows = rows;
        this.value = rounded(value);
        this.least = least;
        this.most = most;
    }

    void split(int by, int upTo, Branch low, Branch high) {
        feature = by;
        bin = upTo;
        left = low;
        right = high;
    }

    double value(Bins bins, int row) {
        Branch low = left;
        Branch high = right;
        if (low == null || high == null) {
            return value;
        }
        return bins.of(feature, row) <= bin ? low.value(bins, row) : high.value(bins, row);
    }

    String line(Bins bins) {
        List<String> nodes = new ArrayList<>();
        write(bins, nodes);
        return String.join(" ", nodes);
    }

    private void write(Bins bins, List<String> to) {
        Branch low = left;
        Branch high = right;
        if (low == null || high == null) {
            to.add(Float.toString((float) value));
            return;
        }
        int at = to.size();
        to.add("");
        low.write(bins, to);
        to.set(at, feature + ":" + bins.edge(feature, bin) + ":" + to.size() + ":" + (float) value);
        high.write(bins, to);
    }

    /** As the file holds it, so that training sees what the service will see. */
    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }
}
