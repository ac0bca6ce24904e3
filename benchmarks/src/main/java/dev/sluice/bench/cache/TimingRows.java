package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.cache.lookup.HitPath;
import dev.sluice.cache.store.LocalStores;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Whether the time of a look-up tells a tenant what another one has asked: look-ups of questions that the other one has an
 * answer to, and of questions that nobody has, in random order, each question once. Compared by the rank-sum test (Mann and
 * Whitney, 1947): the part of pairs in which the first took longer, which is 0.5 when nothing can be told, and the chance
 * of so large a difference where there is none. Beside it the same for the tenant's own answers, which may be told.
 */
final class TimingRows {

    private static final int EACH = 8_000;
    private static final String SPY = "spy";

    /** A look-up of a question that is kept, or of one that is not. */
    private record Timing(boolean isKept, long nanos) {}

    /** How two kinds of times differ. */
    private record Difference(double longer, double chance) {}

    private TimingRows() {}

    static void add(Report report, Data data) {
        List<String> questions = data.streamOnce().stream()
                .map(Data.Asked::text)
                .filter(text -> text.length() < 300)
                .distinct()
                .toList();
        var path = new HitPath(LocalStores.of(512L << 20));
        List<String> kept = questions.subList(0, Math.min(EACH, questions.size() / 2));
        kept.forEach(text -> path.keep(HitPath.question(text), null));
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            difference(path, SPY, questions, kept.size(), warmUp);
        }
        Difference foreign = difference(path, SPY, questions, kept.size(), 11);
        Difference own = difference(path, HitPath.TENANT, questions, kept.size(), 12);
        report.add("foreign_entry_slower_pairs", "share", foreign.longer(), own.longer(), 0.5);
        report.add("foreign_entry_timing_p", "p", foreign.chance(), own.chance(), null);
    }

    private static Difference difference(HitPath path, String tenant, List<String> questions, int kept, int seed) {
        Integer[] order = new Integer[2 * kept];
        Arrays.setAll(order, i -> i);
        Collections.shuffle(Arrays.asList(order), new Random(seed));
        Timing[] timings = new Timing[order.length];
        for (int i = 0; i < order.length; i++) {
            var question = HitPath.question(questions.get(order[i]));
            long start = System.nanoTime();
            boolean found = path.find(tenant, question).isPresent();
            long nanos = System.nanoTime() - start;
            if (found && tenant.equals(SPY)) {
                throw new IllegalStateException("an answer of another tenant was found");
            }
            timings[i] = new Timing(order[i] < kept, nanos);
        }
        return compared(timings);
    }

    private static Difference compared(Timing[] timings) {
        Arrays.sort(timings, Comparator.comparingLong(Timing::nanos));
        double ranks = 0;
        double tied = 0;
        long kept = 0;
        for (int from = 0; from < timings.length; ) {
            int to = from;
            int here = 0;
            while (to < timings.length && timings[to].nanos() == timings[from].nanos()) {
                here += timings[to++].isKept() ? 1 : 0;
            }
            double same = to - from;
            ranks += here * (from + 1 + to) / 2.0;
            tied += same * same * same - same;
            kept += here;
            from = to;
        }
        double n = timings.length;
        double others = n - kept;
        double u = ranks - kept * (kept + 1) / 2.0;
        double spread = Math.sqrt(kept * others / 12 * (n + 1 - tied / (n * (n - 1))));
        return new Difference(u / (kept * others), bothTails(Math.abs(u - kept * others / 2) / spread));
    }

    /** The chance of a normal deviate at least so far from 0; Abramowitz and Stegun, 7.1.26, off by 1.5e-7 at most. */
    private static double bothTails(double z) {
        double x = z / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * x);
        double poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return poly * Math.exp(-x * x);
    }
}
