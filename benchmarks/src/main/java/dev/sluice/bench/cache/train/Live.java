package dev.sluice.bench.cache.train;

import dev.sluice.bench.cache.Curve;
import dev.sluice.bench.cache.Route;
import dev.sluice.cache.score.Calibration;
import java.util.List;

/** A stream on a route of the service: what is known of its look-ups and the audits so far decides on each hit. */
final class Live {

    /** Runs with other audits, of which the mean is taken. */
    private static final int RUNS = 5;

    private Live() {}

    /** What came of it, from a route of which nothing is known to the end of the stream. */
    static Curve.Cut replay(List<Trained.Best> stream, Calibration calibration, double maxError) {
        double hits = 0;
        double wrong = 0;
        for (int run = 1; run <= RUNS; run++) {
            var route = new Route(calibration::cut, maxError, true, Material.SEED + run);
            for (Trained.Best best : stream) {
                if (best.isEqual()) {
                    route.same();
                }
                boolean hit = best.isEqual() || route.judged(calibration.probability(best.score()), best.right());
                hits += hit ? 1 : 0;
                wrong += hit && !best.right() ? 1 : 0;
            }
        }
        double requests = (double) RUNS * stream.size();
        return new Curve.Cut(maxError, 100 * hits / requests, 100 * wrong / requests);
    }
}
