package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.cache.score.Calibration;
import dev.sluice.cache.score.Scored;
import dev.sluice.cache.score.Scorer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The closed loop of errors on the replayed stream: what it does when the calibration is wrong. Each figure is the mean
 * of five runs of 88,000 requests in another order, of which the second half is measured; audits as configured by
 * default (one hit in ten for the first fifty, one in fifty after). Beside each figure stands the same without the loop.
 */
final class BudgetRows {

    private static final double ALLOWED = 0.01;
    private static final int RUNS = 5;
    private static final int ROUNDS = 5;
    private static final int WINDOW = 3_000;

    /** The best candidate of a question. */
    private record Best(double probability, boolean right) {}

    private record Run(double error, double hits, int audits, int auditsUntilHeld) {}

    private BudgetRows() {}

    static void add(Report report, Data data, Vectors vectors) throws Exception {
        Scorer scorer = Scorer.shipped(vectors.model().title());
        Calibration calibration = scorer.calibration();
        List<Best> stream = best(data.streamOnce(), vectors, scorer);
        // A cut for five wrong in a hundred taken for one that allows one: calibrated on easier questions.
        double loose = calibration.cut(5 * ALLOWED);
        Run held = mean(stream, loose, true);
        Run unheld = mean(stream, loose, false);
        report.add("budget_error_after_shift_at_1pct", "%", 100 * held.error(), 100 * unheld.error(), 100 * ALLOWED);
        report.add("budget_hits_after_shift_at_1pct", "%", 100 * held.hits(), 100 * unheld.hits(), null);
        report.add("budget_audits_until_held", "audits", held.auditsUntilHeld(), null, 100.0);
        report.add("budget_audits_of_88k_requests", "audits", held.audits(), null, null);
        double strict = calibration.cut(ALLOWED / 5);
        Run relaxed = mean(stream, strict, true);
        Run unrelaxed = mean(stream, strict, false);
        report.add("budget_hits_after_relaxing", "%", 100 * relaxed.hits(), 100 * unrelaxed.hits(), null);
        report.add("budget_error_after_relaxing", "%", 100 * relaxed.error(), 100 * unrelaxed.error(), 100 * ALLOWED);
        Run fitting = mean(stream, calibration.cut(ALLOWED), true);
        Run unfitting = mean(stream, calibration.cut(ALLOWED), false);
        report.add("budget_hits_when_calibrated", "%", 100 * fitting.hits(), 100 * unfitting.hits(), null);
        report.add("budget_error_when_calibrated", "%", 100 * fitting.error(), 100 * unfitting.error(), 100 * ALLOWED);
    }

    private static List<Best> best(List<Data.Asked> stream, Vectors vectors, Scorer scorer) throws Exception {
        Replay replay = Replay.of(stream, vectors, scorer);
        List<Best> all = new ArrayList<>();
        for (int i = 0; i < stream.size(); i++) {
            List<Scorer.Candidate> candidates = new ArrayList<>();
            for (Neighbours.Near near : replay.neighbours().get(i)) {
                candidates.add(new Scorer.Candidate(stream.get(near.at()).text(), near.cosine()));
            }
            Scored best = scorer.best(stream.get(i).text(), candidates).orElse(null);
            all.add(
                    best == null
                            ? new Best(0, false)
                            : new Best(best.probability(), replay.isRight(i, best.candidate())));
        }
        return all;
    }

    private static Run mean(List<Best> stream, double cut, boolean closed) {
        double error = 0;
        double hits = 0;
        int audits = 0;
        int held = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            Run run = run(stream, cut, closed, seed);
            error += run.error();
            hits += run.hits();
            audits += run.audits();
            held += run.auditsUntilHeld();
        }
        return new Run(error / RUNS, hits / RUNS, audits / RUNS, held / RUNS);
    }

    private static Run run(List<Best> stream, double cut, boolean closed, long seed) {
        List<Best> order = new ArrayList<>();
        var shuffle = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Best> again = new ArrayList<>(stream);
            Collections.shuffle(again, shuffle);
            order.addAll(again);
        }
        var route = new Route((error, judged) -> cut, ALLOWED, closed, seed);
        boolean[] wrongs = new boolean[order.size()];
        int late = 0;
        int held = -1;
        int hits = 0;
        int errors = 0;
        for (int i = 0; i < order.size(); i++) {
            Best best = order.get(i);
            boolean hit = route.judged(best.probability(), best.right());
            wrongs[i] = hit && !best.right();
            late += wrongs[i] ? 1 : 0;
            late -= i >= WINDOW && wrongs[i - WINDOW] ? 1 : 0;
            if (held < 0 && i >= WINDOW && late <= ALLOWED * WINDOW) {
                held = route.audits();
            }
            if (i >= order.size() / 2) {
                hits += hit ? 1 : 0;
                errors += wrongs[i] ? 1 : 0;
            }
        }
        double half = order.size() - order.size() / 2;
        return new Run(errors / half, hits / half, route.audits(), held);
    }
}
