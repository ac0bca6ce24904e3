package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RobustZTest {

    @Test
    void scoresAreMediansAndMedianDeviations() {
        RobustZ usual = RobustZ.of(new double[] {2, 3, 4, 5, 6});

        assertThat(usual.median()).isEqualTo(4);
        assertThat(usual.score(4)).isZero();
        assertThat(usual.score(10)).isCloseTo(0.6745 * 6, Offset.offset(1e-9));
        assertThat(usual.score(-2)).isCloseTo(-0.6745 * 6, Offset.offset(1e-9));
    }

    @Test
    void oneOutlierDoesNotHideTheNext() {
        RobustZ usual = RobustZ.of(new double[] {10, 11, 9, 10, 12, 100_000});

        assertThat(usual.score(1_000)).isGreaterThan(RobustZ.OUTLIER);
    }

    @Test
    void whereMostAreEqualTheMeanDeviationIsTaken() {
        assertThat(RobustZ.of(new double[] {0, 0, 0, 4}).score(2)).isCloseTo(2 / 1.253314, Offset.offset(1e-9));
    }

    @Test
    void whereAllAreEqualAnythingElseIsInfinitelyFar() {
        RobustZ usual = RobustZ.of(new double[] {5, 5, 5});

        assertThat(usual.score(5)).isZero();
        assertThat(usual.score(4)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
