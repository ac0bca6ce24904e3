package dev.sluice.analytics.experiments;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Several comparisons at once: the step-down correction of Holm (1979), which keeps the chance of any false finding. */
public final class Holm {

    private Holm() {}

    /** Corrected p-values, in the order of the given ones. */
    public static List<Double> adjust(List<Double> ps) {
        List<Integer> ascending = IntStream.range(0, ps.size())
                .boxed()
                .sorted(Comparator.comparing(ps::get))
                .toList();
        Double[] adjusted = new Double[ps.size()];
        double highest = 0;
        for (int rank = 0; rank < ascending.size(); rank++) {
            int i = ascending.get(rank);
            highest = Math.max(highest, Math.min(1, ps.get(i) * (ps.size() - rank)));
            adjusted[i] = highest;
        }
        return List.of(adjusted);
    }
}
