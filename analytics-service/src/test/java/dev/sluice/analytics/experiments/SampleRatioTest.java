package dev.sluice.analytics.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRatioTest {

    private static final List<Integer> HALVES = List.of(50, 50);

    @Test
    void half_a_percent_too_many_of_two_hundred_thousand_is_seen() {
        assertThat(SampleRatio.p(List.of(101_000L, 99_000L), HALVES)).isLessThan(SampleRatio.BLOCKS_BELOW);
        assertThat(SampleRatio.p(List.of(100_200L, 99_800L), HALVES)).isGreaterThan(SampleRatio.BLOCKS_BELOW);
    }

    @Test
    void the_bound_is_where_it_says() {
        // Of 1,000,000, 3.2905 standard errors (500 each) from the half have p = 0.001.
        assertThat(SampleRatio.p(List.of(501_645L, 498_355L), HALVES))
                .isCloseTo(0.001, within(0.000_01))
                .isGreaterThan(SampleRatio.BLOCKS_BELOW);
        assertThat(SampleRatio.p(List.of(501_646L, 498_354L), HALVES)).isLessThan(SampleRatio.BLOCKS_BELOW);
    }

    @Test
    void weights_need_not_be_equal_nor_sum_to_a_hundred() {
        assertThat(SampleRatio.p(List.of(900L, 100L), List.of(9, 1))).isEqualTo(1);
        assertThat(SampleRatio.p(List.of(500L, 500L), List.of(9, 1))).isLessThan(1e-9);
        assertThat(SampleRatio.p(List.of(330L, 340L, 330L), List.of(1, 1, 1))).isGreaterThan(0.5);
    }

    @Test
    void nobody_yet_is_no_complaint() {
        assertThat(SampleRatio.p(List.of(0L, 0L), HALVES)).isEqualTo(1);
    }

    @Test
    void one_variant_or_a_weight_of_nothing_is_refused() {
        assertThatThrownBy(() -> SampleRatio.p(List.of(1L), List.of(1))).hasMessageContaining("two variants");
        assertThatThrownBy(() -> SampleRatio.p(List.of(1L, 2L), List.of(1, 0))).hasMessageContaining("above 0");
    }
}
