package dev.sluice.cache.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.cache.embed.Encoder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the models in the package decide. */
class ScorerTest {

    private static final Scorer SCORER = Scorer.shipped(Encoder.Model.BGE_SMALL.title());

    private static double probability(Scorer scorer, String one, String other, double similarity) {
        return scorer.best(one, List.of(new Scorer.Candidate(other, similarity)))
                .map(Scored::probability)
                .orElse(0.0);
    }

    @ParameterizedTest
    @EnumSource(Encoder.Model.class)
    void lessErrorNeedsMoreSureness(Encoder.Model encoder) {
        Calibration calibration = Scorer.shipped(encoder.title()).calibration();
        assertThat(calibration.cut(0.01)).isBetween(0.5, 0.999);
        assertThat(calibration.cut(0.05)).isLessThan(calibration.cut(0.02));
        assertThat(calibration.cut(0.02)).isLessThan(calibration.cut(0.01));
    }

    @Test
    void noModelIsUsedForAnEncoderItWasNotTrainedOn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Scorer.shipped("some-other-encoder"))
                .withMessageContaining("nobody trained a scorer for this encoder")
                .withMessageContaining("cache-train");
    }

    @Test
    void whereMuchIsAnsweredToTheSameWordsLessSurenessIsNeeded() {
        Calibration calibration = SCORER.calibration();
        assertThat(calibration.cut(0.01, 0.45)).isLessThan(calibration.cut(0.01) - 0.02);
        assertThat(calibration.cut(0.01, 0.7)).isBetween(calibration.cut(0.01, 0.45), calibration.cut(0.01));
    }

    @ParameterizedTest
    @EnumSource(Encoder.Model.class)
    void moreThatCanOnlySpeakForSharingNeverLowersTheProbability(Encoder.Model encoder) {
        Model model = Model.shipped(encoder.title());
        var random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            float[] values = new float[Feature.all().size()];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) (random.nextInt(3) == 0 ? random.nextInt(4) : random.nextDouble());
            }
            Feature changed = Feature.all().get(random.nextInt(values.length));
            if (changed.direction() != 0) {
                double before = model.sum(values);
                values[changed.place()] += changed.direction() * (float) random.nextDouble();
                assertThat(model.sum(values)).as(changed.name()).isGreaterThanOrEqualTo(before - 1e-4);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I reset my password? | What is the way to reset my password? | 0.96",
                "Is Anna married to Mark? | Is Mark married to Anna? | 0.99",
                "Who won the cup in 2019? | Who won the cup in 2023? | 0.97",
                "The `retries` option sets the limit. | The limit is set by the `retries` option. | 0.98"
            })
    void whoIsAskedFirstDoesNotMatter(String one, String other, double similarity) {
        assertThat(probability(SCORER, one, other, similarity)).isEqualTo(probability(SCORER, other, one, similarity));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Who won the cup in 2019? | Who won the cup in 2023?",
                "How do I turn on dark mode in the app? | How do I turn off dark mode in the app?",
                "Should I eat before running? | Should I eat after running?",
                "Does Anna love Mark? | Does Mark love Anna?"
            })
    void aSmallChangeThatTurnsTheMeaningIsNotSharedHoweverNearTheVectors(String one, String other) {
        assertThat(probability(SCORER, one, other, 0.985))
                .isLessThan(SCORER.calibration().cut(0.01));
    }

    @Test
    void theSameCandidateAmongOthersOfItsKindIsJudgedBesideThem() {
        List<Scored> ranked = SCORER.rank(
                "How do I get a visa for Norway?",
                List.of(
                        new Scorer.Candidate("How do I get a visa for Poland?", 0.93),
                        new Scorer.Candidate("How can I get a Norway visa?", 0.92),
                        new Scorer.Candidate("How do I get a visa for Peru?", 0.91),
                        new Scorer.Candidate("What is a passport?", 0.65)));
        assertThat(ranked).hasSize(3).first().extracting(Scored::candidate).isEqualTo(1);
    }
}
