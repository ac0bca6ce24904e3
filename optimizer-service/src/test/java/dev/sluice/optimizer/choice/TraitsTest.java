package dev.sluice.optimizer.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is seen of a question without understanding it. */
class TraitsTest {

    @Test
    void theAnswersToChooseFromAreLinesThatBeginWithALetterAndADot() {
        Options options = Options.of("How many?\nA. 12\nB. none\nC.none\nX. 7\n A. 8\nAnswer:");

        assertThat(options.count()).isEqualTo(2);
        assertThat(options.length()).isEqualTo(3);
        assertThat(options.spread()).isEqualTo(1);
        assertThat(options.numbers()).isEqualTo(1);
    }

    @Test
    void aTextThatOffersNoAnswersHasNoOptions() {
        Options none = new Options(0, 0, 0, 0);

        assertThat(Options.of("")).isEqualTo(none);
        assertThat(Options.of("A. first line")).isEqualTo(none);
        assertThat(Options.of("\n\n\n")).isEqualTo(none);
        assertThat(Options.of("What?\nA. ")).isEqualTo(none);
        assertThat(Options.of("What?\nA. b").count()).isEqualTo(1);
    }

    @Test
    void lengthDigitsSymbolsCapitalsLinesAndWordsAreCounted() {
        double[] traits = Traits.of("Is 12 + 3\nNOT it?");

        assertThat(traits)
                .containsExactly(
                        new double[] {
                            Math.log(18),
                            30.0 / 17,
                            Math.log(4),
                            10.0 / 17,
                            0.1,
                            Math.log(6),
                            1,
                            40.0 / 17,
                            7 / 5.0,
                            0,
                            0,
                            0
                        },
                        offset(1e-9));
        assertThat(traits).hasSize(Traits.COUNT);
        assertThat(Traits.of("")).hasSize(Traits.COUNT).doesNotContain(Double.NaN);
        assertThat(Traits.of("É ü € 5")[7]).isEqualTo(10.0 / 7);
    }

    @Test
    void aTraitOfAnOddTextLiesNoFartherOutThanTheSpaceIsWide() {
        float[] scale = new float[Traits.COUNT];
        Arrays.fill(scale, 1);
        var space = new Space(new float[2], new float[][] {{1, 0}}, new float[Traits.COUNT], scale);

        float[] place = space.place(new float[] {1, 0}, "=".repeat(2_000));

        assertThat(place).hasSize(1 + Traits.COUNT);
        assertThat(place[4]).isEqualTo(1);
        assertThat(place).doesNotContain(Float.NaN);
    }
}
