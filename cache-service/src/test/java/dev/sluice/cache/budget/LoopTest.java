package dev.sluice.cache.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopTest {

    private static final double CALIBRATED = 0.8;

    @Test
    void withoutAnAuditTheCalibratedCutHolds() {
        assertThat(Loop.cut((error, judged) -> CALIBRATED, 0.01, Standing.NONE, 0))
                .isCloseTo(CALIBRATED, within());
        Standing asked = new Standing(0, 5_000, 0, 40, 0, 0, 0, 0, 0);
        assertThat(Loop.cut((error, judged) -> CALIBRATED, 0.01, asked, 0)).isCloseTo(CALIBRATED, within());
    }

    @Test
    void theCalibrationIsToldHowMuchHasToBeJudged() {
        DoubleBinaryOperator calibration = (error, judged) -> 0.5 + 0.4 * judged;
        Standing none = new Standing(0, 5_000, 0, 40, 0, 0, 0, 0, 0);
        assertThat(Loop.cut(calibration, 0.01, none, 0)).isCloseTo(0.9, within());
        Standing half = new Standing(0, 5_000, 2_600, 40, 0, 0, 0, 0, 0);
        assertThat(Loop.judged(half)).isCloseTo(0.5, within());
        assertThat(Loop.cut(calibration, 0.01, half, 0)).isCloseTo(0.7, within());
    }

    @Test
    void aFewExactHitsAtTheStartChangeLittle() {
        Standing few = new Standing(0, 20, 20, 0, 0, 0, 0, 0, 0);
        assertThat(Loop.judged(few)).isGreaterThan(0.9);
        assertThat(Loop.judged(Standing.NONE)).isEqualTo(1);
    }

    @Test
    void aLookUpIsCountedByWhatItCameTo() {
        Standing standing = Standing.NONE
                .plus(Loop.looked(true, false))
                .plus(Loop.looked(false, true))
                .plus(Loop.looked(false, false));
        assertThat(standing).isEqualTo(new Standing(0, 3, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void noErrorsAllowedMeansNoHits() {
        assertThat(Loop.cut((error, judged) -> CALIBRATED, 0, Standing.NONE, 0)).isGreaterThan(1);
    }

    @Test
    void aWrongHitMakesItMoreCarefulAndARightOneALittleLess() {
        Standing one = Standing.NONE.plus(Loop.audited(Standing.NONE, 0.01, true));
        assertThat(Loop.cut((error, judged) -> CALIBRATED, 0.01, one, 0)).isGreaterThan(CALIBRATED + 0.05);
        Standing two = one.plus(Loop.audited(one, 0.01, false));
        assertThat(two.shift()).isBetween(one.shift() - 0.1, one.shift());
        assertThat(two)
                .extracting(Standing::audits, Standing::wrong, Standing::ever)
                .containsExactly(2.0, 1.0, 2.0);
    }

    @Test
    void belowTheCalibratedCutItGoesOnEvidenceOnly() {
        Standing standing = new Standing(0, 1_000, 0, 200, 0, 0, 0, 0, 0);
        int audits = 0;
        while (Loop.cut((error, judged) -> CALIBRATED, 0.01, standing, 0) >= CALIBRATED - 1e-9) {
            standing = standing.plus(Loop.audited(standing, 0.01, false));
            audits++;
            assertThat(audits).isLessThan(200);
        }
        assertThat(audits).as("an error of 4.5 % of hits can be ruled out then").isBetween(50, 70);
        Standing wrong = standing.plus(Loop.audited(standing, 0.01, true));
        assertThat(Loop.cut((error, judged) -> CALIBRATED, 0.01, wrong, 0)).isGreaterThanOrEqualTo(CALIBRATED - 1e-9);
    }

    @Test
    void othersExperienceCountsUntilThereIsOwn() {
        assertThat(Loop.shift(Standing.NONE, 0.01, 2)).isEqualTo(2);
        Standing known = new Standing(0.5, 10_000, 0, 1_000, 180, 8, 180, 8, 0);
        assertThat(Loop.shift(known, 0.01, 2)).isCloseTo(0.7, org.assertj.core.api.Assertions.within(0.001));
        assertThat(Loop.shift(Standing.NONE, 0.01, -2))
                .as("others cannot loosen it")
                .isZero();
    }

    @Test
    void thePastFadesAndTheSumsStay() {
        Standing old = new Standing(0, 9_000, 0, 900, 257, 10, 1_000, 40, 3);
        Standing now = old.plus(Loop.fading(old));
        assertThat(now).isEqualTo(new Standing(0, 4_500, 0, 450, 128.5, 5, 1_000, 40, 3));
        Standing young = new Standing(0, 8_192, 0, 900, 256, 10, 256, 10, 3);
        assertThat(Loop.fading(young)).isEqualTo(Standing.NONE);
    }

    /** A stream whose true odds of a right answer are off from the calibration's by a factor of e to the shift. */
    private record Stream(double[] errors, double[] hits, int audits, int auditsUntilHeld) {

        static Stream run(long seed, double shift, double maxError, int requests) {
            var chance = new SplittableRandom(seed);
            double cut = calibrate(maxError, new SplittableRandom(seed + 1));
            Standing standing = Standing.NONE;
            double[] errors = new double[requests];
            double[] hits = new double[requests];
            int audits = 0;
            int held = -1;
            for (int i = 0; i < requests; i++) {
                double sureness = sureness(chance);
                boolean hit = sureness >= Loop.cut((error, judged) -> cut, maxError, standing, 0);
                standing = standing.plus(new Standing(0, 1, 0, hit ? 1 : 0, 0, 0, 0, 0, 0));
                if (hit) {
                    double right = 1 / (1 + (1 - sureness) / sureness * Math.exp(shift));
                    boolean wrong = chance.nextDouble() >= right;
                    hits[i] = 1;
                    errors[i] = wrong ? 1 : 0;
                    if (chance.nextDouble() < (standing.ever() < 50 ? 0.1 : 0.02)) {
                        standing = standing.plus(Loop.audited(standing, maxError, wrong));
                        audits++;
                    }
                    standing = standing.plus(Loop.fading(standing));
                }
                if (held < 0 && i >= 3_000 && mean(errors, i - 3_000, i) <= maxError) {
                    held = audits;
                }
            }
            return new Stream(errors, hits, audits, held);
        }

        /** Half of the questions have a neighbour: a third of those most probably the same, the others hardly. */
        private static double sureness(SplittableRandom chance) {
            if (chance.nextDouble() < 0.5) {
                return 0;
            }
            double u = chance.nextDouble();
            double p = chance.nextDouble() < 0.35 ? Math.pow(u, 1 / 12.0) : 1 - Math.pow(u, 0.25);
            return Math.clamp(p, 1e-6, 1 - 1e-6);
        }

        /** The lowest cut that holds the error where sureness is what it says. */
        private static double calibrate(double maxError, SplittableRandom chance) {
            double[] sample = new double[40_000];
            Arrays.setAll(sample, i -> sureness(chance));
            Arrays.sort(sample);
            double cut = 1;
            double error = 0;
            for (int i = sample.length - 1; i >= 0 && sample[i] > 0; i--) {
                error += 1 - sample[i];
                if (error / sample.length > maxError) {
                    break;
                }
                cut = sample[i];
            }
            return cut;
        }

        static double mean(double[] values, int from, int to) {
            return Arrays.stream(values, from, to).sum() / (to - from);
        }

        double error(int from, int to) {
            return mean(errors, from, to);
        }

        double hitRate(int from, int to) {
            return mean(hits, from, to);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.01", "2, 0.01", "1, 0.02", "2, 0.02", "2, 0.05"})
    void aStreamOnWhichTheCalibrationIsTooOptimisticIsPulledBackToTheBudget(double shift, double maxError) {
        for (long seed = 1; seed <= 5; seed++) {
            Stream stream = Stream.run(seed, shift, maxError, 60_000);
            assertThat(stream.error(20_000, 60_000))
                    .as("error, seed %d", seed)
                    .isBetween(0.4 * maxError, 1.25 * maxError);
            assertThat(stream.auditsUntilHeld()).as("audits, seed %d", seed).isBetween(0, 100);
            assertThat(stream.audits()).as("all audits, seed %d", seed).isLessThan(350);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.01", "0.02", "0.05"})
    void aStreamForWhichTheCalibrationIsRightKeepsItsHits(double maxError) {
        for (long seed = 1; seed <= 5; seed++) {
            Stream stream = Stream.run(seed, 0, maxError, 60_000);
            assertThat(stream.error(0, 60_000)).as("error, seed %d", seed).isBetween(0.5 * maxError, 1.1 * maxError);
        }
    }

    @Test
    void aStreamForWhichTheCalibrationIsTooPessimisticGetsMoreHits() {
        int more = 0;
        for (long seed = 1; seed <= 5; seed++) {
            Stream stream = Stream.run(seed, -2, 0.01, 80_000);
            assertThat(stream.error(40_000, 80_000)).as("error, seed %d", seed).isLessThanOrEqualTo(0.0125);
            more += stream.hitRate(60_000, 80_000) > 1.05 * stream.hitRate(0, 5_000) ? 1 : 0;
        }
        assertThat(more).as("streams with more hits").isGreaterThanOrEqualTo(4);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.api.Assertions.within(1e-9);
    }
}
