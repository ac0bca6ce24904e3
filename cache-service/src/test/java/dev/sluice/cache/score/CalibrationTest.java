package dev.sluice.cache.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final Calibration CALIBRATION = new Calibration(
            new TreeMap<>(Map.of(-2.0, 0.1, 2.0, 0.9)),
            new TreeMap<>(Map.of(0.001, 0.98, 0.01, 0.9, 0.1, 0.2)),
            new TreeMap<>(Map.of(0.001, 0.95, 0.01, 0.7, 0.1, 0.1)),
            0.4);

    @Test
    void whereEverythingHasToBeJudgedTheStrictCutHolds() {
        assertThat(CALIBRATION.cut(0.01, 1)).isEqualTo(CALIBRATION.cut(0.01)).isEqualTo(0.9);
    }

    @Test
    void theLessHasToBeJudgedTheLowerTheCutUntilTheStreamItWasMeasuredOn() {
        assertThat(CALIBRATION.cut(0.01, 0.7)).isCloseTo(0.8, within(1e-9));
        assertThat(CALIBRATION.cut(0.01, 0.4)).isCloseTo(0.7, within(1e-9));
        assertThat(CALIBRATION.cut(0.01, 0.05)).as("nobody measured that").isCloseTo(0.7, within(1e-9));
    }

    @Test
    void belowTheSmallestErrorNothingIsShared() {
        assertThat(CALIBRATION.cut(0.0009, 0.4)).isGreaterThan(1);
        assertThat(CALIBRATION.cut(0.001, 0.4)).isCloseTo(0.95, within(1e-9));
    }

    @Test
    void aModelThatWasNotMeasuredOnSuchAStreamStaysStrict() {
        var one = new Calibration(
                new TreeMap<>(Map.of(0.0, 0.5)), new TreeMap<>(Map.of(0.01, 0.9)), new TreeMap<>(Map.of(0.0, 2.0)), 1);
        assertThat(one.cut(0.01, 0.3)).isEqualTo(0.9);
    }

    @Test
    void aProbabilityRisesWithTheScoreAndStaysWithinWhatWasMeasured() {
        assertThat(CALIBRATION.probability(-9)).isEqualTo(0.1);
        assertThat(CALIBRATION.probability(0)).isCloseTo(0.5, within(1e-9));
        assertThat(CALIBRATION.probability(9)).isEqualTo(0.9);
    }
}
