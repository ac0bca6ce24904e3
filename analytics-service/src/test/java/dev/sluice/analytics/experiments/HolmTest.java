package dev.sluice.analytics.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void the_smallest_pays_for_all_and_order_is_kept() {
        List<Double> adjusted = Holm.adjust(List.of(0.04, 0.01, 0.03));

        assertThat(adjusted.get(1)).isCloseTo(0.03, within(1e-12));
        assertThat(adjusted.get(2)).isCloseTo(0.06, within(1e-12));
        // 0.04 alone would be 0.04, but nothing comes before what is smaller.
        assertThat(adjusted.get(0)).isCloseTo(0.06, within(1e-12));
    }

    @Test
    void one_alone_is_left_as_it_is_and_nothing_exceeds_one() {
        assertThat(Holm.adjust(List.of(0.2))).containsExactly(0.2);
        assertThat(Holm.adjust(List.of(0.9, 0.8))).containsExactly(1.0, 1.0);
        assertThat(Holm.adjust(List.of())).isEmpty();
    }
}
