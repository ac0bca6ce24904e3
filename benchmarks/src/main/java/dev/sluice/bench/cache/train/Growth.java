package dev.sluice.bench.cache.train;

import dev.sluice.bench.cache.train.Boosting.Settings;
import dev.sluice.cache.score.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grows one tree: the leaf that gains most is split next. */
final class Growth {

    private static final double LEAST_GAIN = 1e-3;

    private final Settings settings;
    private final Bins bins;
    private final double[] slopes;
    private final double[] bends;
    private final boolean[] columns;

    Growth(Settings settings, Bins bins, double[] slopes, double[] bends, boolean[] columns) {
        this.settings = settings;
        this.bins = bins;
        this.slopes = slopes;
        this.bends = bends;
        this.columns = columns;
    }

    /** A way to split a leaf. */
    private record Split(Branch leaf, double gain, int feature, int bin, double low, double high) {}

    Branch tree(int[] rows) {
        double[] sums = sums(rows);
        Branch root = new Branch(rows, value(sums[0], sums[1]), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        List<Split> open = new ArrayList<>();
        consider(root, open);
        for (int leaves = 1; leaves < settings.leaves() && !open.isEmpty(); leaves++) {
            Split best = open.getFirst();
            for (Split split : open) {
                best = split.gain() > best.gain() ? split : best;
            }
            open.remove(best);
            split(best, open);
        }
        return root;
    }

    private void split(Split split, List<Split> open) {
        Branch leaf = split.leaf();
        byte[] column = bins.column(split.feature());
        int[] low = Arrays.stream(leaf.rows)
                .filter(row -> column[row] <= split.bin())
                .toArray();
        int[] high = Arrays.stream(leaf.rows)
                .filter(row -> column[row] > split.bin())
                .toArray();
        double middle = (split.low() + split.high()) / 2;
        int direction = Feature.all().get(split.feature()).direction();
        Branch left =
                new Branch(low, split.low(), direction < 0 ? middle : leaf.least, direction > 0 ? middle : leaf.most);
        Branch right =
                new Branch(high, split.high(), direction > 0 ? middle : leaf.least, direction < 0 ? middle : leaf.most);
        leaf.split(split.feature(), split.bin(), left, right);
        consider(left, open);
        consider(right, open);
    }

    private double[] sums(int[] rows) {
        double slope = 0;
        double bend = 0;
        for (int row : rows) {
            slope += slopes[row];
            bend += bends[row];
        }
        return new double[] {slope, bend};
    }

    private void consider(Branch leaf, List<Split> open) {
        double[] all = sums(leaf.rows);
        Split best = null;
        for (int feature = 0; feature < columns.length; feature++) {
            if (columns[feature] && bins.count(feature) > 1) {
                best = better(best, leaf, feature, all);
            }
        }
        if (best != null) {
            open.add(best);
        }
    }

    private @Nullable Split better(@Nullable Split best, Branch leaf, int feature, double[] all) {
        double[] slope = new double[bins.count(feature)];
        double[] bend = new double[slope.length];
        byte[] column = bins.column(feature);
        for (int row : leaf.rows) {
            slope[column[row]] += slopes[row];
            bend[column[row]] += bends[row];
        }
        int direction = Feature.all().get(feature).direction();
        double whole = worth(all[0], all[1], value(leaf, all[0], all[1]));
        double lowSlope = 0;
        double lowBend = 0;
        Split found = best;
        for (int bin = 0; bin + 1 < slope.length; bin++) {
            lowSlope += slope[bin];
            lowBend += bend[bin];
            double highSlope = all[0] - lowSlope;
            double highBend = all[1] - lowBend;
            if (lowBend < settings.leastWeight() || highBend < settings.leastWeight()) {
                continue;
            }
            double low = value(leaf, lowSlope, lowBend);
            double high = value(leaf, highSlope, highBend);
            double gain = worth(lowSlope, lowBend, low) + worth(highSlope, highBend, high) - whole;
            boolean allowed = direction * (high - low) >= 0;
            if (allowed && gain > LEAST_GAIN && (found == null || gain > found.gain())) {
                found = new Split(leaf, gain, feature, bin, low, high);
            }
        }
        return found;
    }

    private double value(double slope, double bend) {
        return -settings.rate() * slope / (bend + settings.ridge());
    }

    private double value(Branch leaf, double slope, double bend) {
        return Math.clamp(value(slope, bend), leaf.least, leaf.most);
    }

    /** By how much a value lowers the loss, to second order, before shrinkage. */
    private double worth(double slope, double bend, double value) {
        double step = value / settings.rate();
        return -(slope * step + 0.5 * (bend + settings.ridge()) * step * step);
    }
}
