package dev.sluice.bench.worker;

import java.util.List;

/** Quantiles of a few figures. */
final class Quantile {

    private Quantile() {}

    /**
     * The smallest figure that so large a part is not above.
     *
     * @param part in (0, 1]
     */
    static double of(List<Double> figures, double part) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }
}
